/** The object model of the Windows fax service over the servers of Fax Console, member for member: see README.md. */
export type { FaxErrorCode, FaxErrorKind } from '../model/errors.ts';
export { FaxError } from '../model/errors.ts';
export { FaxComError } from './com-error.ts';
export * from './constants.ts';
export { E_FAIL, type ErrorNumbers, errorNumbers } from './error-numbers.ts';
export type { FaxDoc } from './fax-doc.ts';
export type { FaxJob } from './fax-job.ts';
export type { FaxJobs } from './fax-jobs.ts';
export type { FaxPort } from './fax-port.ts';
export type { FaxPorts } from './fax-ports.ts';
export type { FaxRoutingMethod } from './fax-routing-method.ts';
export type { FaxRoutingMethods } from './fax-routing-methods.ts';
export { FaxServer } from './fax-server.ts';
export type { FaxStatus } from './fax-status.ts';
export { FaxTiff, type FaxTiffSettings, type RawReceiveTime } from './fax-tiff.ts';
