/** What kind of job it is (object model 1.3, `FaxJob.type`). */
export const JT_UNKNOWN = 0;
export const JT_SEND = 1;
export const JT_RECEIVE = 2;
export const JT_ROUTING = 3;
export const JT_FAIL_RECEIVE = 4;
/** Known to the wire protocol only; no job of ours has it: each recipient has a job. */
export const JT_BROADCAST = 0x20;

/** Commands for `FaxJob.setStatus` (object model 1.3). */
export const JC_UNKNOWN = 0;
export const JC_DELETE = 1;
export const JC_PAUSE = 2;
export const JC_RESUME = 3;
/** The same number as {@link JC_RESUME}: the server looks at the job's state. */
export const JC_RESTART = 3;

/** Queue states with the values of WinFax.h (object model 1.3); Paused and No Line are modifiers. */
export const JS_PENDING = 0x00;
export const JS_INPROGRESS = 0x01;
export const JS_DELETING = 0x02;
export const JS_FAILED = 0x04;
export const JS_PAUSED = 0x08;
export const JS_NOLINE = 0x10;
export const JS_RETRYING = 0x20;
export const JS_RETRIES_EXCEEDED = 0x40;

/** What `FaxJob.queueStatus` says, by queue state. */
export const queueStatusTexts = {
  [JS_PENDING]: 'Pending',
  [JS_INPROGRESS]: 'In Progress',
  [JS_DELETING]: 'Deleting',
  [JS_FAILED]: 'Failed',
  [JS_PAUSED]: 'Paused',
  [JS_NOLINE]: 'No Line',
  [JS_RETRYING]: 'Retrying',
  [JS_RETRIES_EXCEEDED]: 'Retries Exceeded',
} as const;
/** The last two, of members of a broadcast that is not over, have no number here (object model 3.6). */
export type QueueStatusText = (typeof queueStatusTexts)[keyof typeof queueStatusTexts] | 'Completed' | 'Canceled';

/** States of a device (object model 1.3); `FPS_UNKNOWN` has no name in the headers. */
export const FPS_UNKNOWN = 0;
export const FPS_DIALING = 0x20000001;
export const FPS_SENDING = 0x20000002;
export const FPS_RECEIVING = 0x20000004;
export const FPS_COMPLETED = 0x20000008;
export const FPS_HANDLED = 0x20000010;
export const FPS_UNAVAILABLE = 0x20000020;
export const FPS_BUSY = 0x20000040;
export const FPS_NO_ANSWER = 0x20000080;
export const FPS_BAD_ADDRESS = 0x20000100;
export const FPS_NO_DIAL_TONE = 0x20000200;
export const FPS_DISCONNECTED = 0x20000400;
export const FPS_FATAL_ERROR = 0x20000800;
export const FPS_NOT_FAX_CALL = 0x20001000;
export const FPS_CALL_DELAYED = 0x20002000;
export const FPS_CALL_BLACKLISTED = 0x20004000;
export const FPS_INITIALIZING = 0x20008000;
export const FPS_OFFLINE = 0x20010000;
export const FPS_RINGING = 0x20020000;
export const FPS_AVAILABLE = 0x20100000;
export const FPS_ABORTING = 0x20200000;
export const FPS_ROUTING = 0x20400000;
export const FPS_ANSWERED = 0x20800000;

/** What `FaxJob.deviceStatus` and `FaxStatus.description` say, by device state. */
export const deviceStatusTexts = {
  [FPS_UNKNOWN]: 'Unknown',
  [FPS_INITIALIZING]: 'Initializing',
  [FPS_DIALING]: 'Dialing',
  [FPS_SENDING]: 'Sending',
  [FPS_RECEIVING]: 'Receiving',
  [FPS_COMPLETED]: 'Completed',
  [FPS_HANDLED]: 'Handled',
  [FPS_UNAVAILABLE]: 'Unavailable',
  [FPS_BUSY]: 'Busy',
  [FPS_NO_ANSWER]: 'No Answer',
  [FPS_BAD_ADDRESS]: 'Bad Address',
  [FPS_NO_DIAL_TONE]: 'No Dial Tone',
  [FPS_DISCONNECTED]: 'Disconnected',
  [FPS_FATAL_ERROR]: 'Fatal Error',
  [FPS_NOT_FAX_CALL]: 'Not a Fax Call',
  [FPS_CALL_DELAYED]: 'Call Delayed',
  [FPS_CALL_BLACKLISTED]: 'Call Blacklisted',
  [FPS_OFFLINE]: 'Offline',
  [FPS_RINGING]: 'Ringing',
  [FPS_AVAILABLE]: 'Available',
  [FPS_ABORTING]: 'Aborting',
  [FPS_ROUTING]: 'Routing',
  [FPS_ANSWERED]: 'Answered',
} as const;
export type DeviceStatusText = (typeof deviceStatusTexts)[keyof typeof deviceStatusTexts];

/** What a device can do (object model 1.3). */
export const FPF_RECEIVE = 1;
export const FPF_SEND = 2;
export const FPF_VIRTUAL = 4;

/** Identities of the routing methods of received faxes (object model 1.8). */
export const GUID_ROUTE_EMAIL = '{6bbf7bfe-9af2-11d0-abf7-00c04fd91a4e}';
export const GUID_ROUTE_FOLDER = '{92041a90-9af2-11d0-abf7-00c04fd91a4e}';
export const GUID_ROUTE_PRINT = '{aec1b37c-9af2-11d0-abf7-00c04fd91a4e}';
/** Windows 2000 servers only: kept as a constant, no port has this method. */
export const GUID_ROUTE_INBOX = '{9d3d0c32-9af2-11d0-abf7-00c04fd91a4e}';
/** Our own: run a program or call a web address. */
export const GUID_ROUTE_PROGRAM = '{5c5d4b0e-3f0f-4c86-9c6e-7d1f1f0b8a52}';
