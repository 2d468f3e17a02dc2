/** The numbers of the Windows fax service's errors (object model 1.0): the Win32 code and the HRESULT, unsigned. */
export interface ErrorNumbers {
  readonly win32: number;
  readonly hresult: number;
}

/** A Win32 code as an HRESULT (`HRESULT_FROM_WIN32`): 0x8007 and the code. */
const win32 = (code: number): ErrorNumbers => ({ win32: code, hresult: 0x80070000 + code });
/** A code of the fax service's own (facility ITF, 7001 to 7013) as an HRESULT. */
const fax = (code: number): ErrorNumbers => ({ win32: code, hresult: 0x80040000 + code });

/** Every error of the object model by its name (object model 1.0). */
export const errorNumbers = {
  ERROR_FILE_NOT_FOUND: win32(2),
  ERROR_ACCESS_DENIED: win32(5),
  ERROR_INVALID_HANDLE: win32(6),
  ERROR_NOT_ENOUGH_MEMORY: { win32: 8, hresult: 0x8007000e },
  ERROR_INVALID_DATA: win32(13),
  ERROR_WRITE_PROTECT: win32(19),
  ERROR_BAD_UNIT: win32(20),
  ERROR_NOT_SUPPORTED: win32(50),
  ERROR_DUP_NAME: win32(52),
  ERROR_INVALID_PARAMETER: win32(87),
  ERROR_BUFFER_OVERFLOW: win32(111),
  ERROR_ALREADY_EXISTS: win32(183),
  ERROR_REGISTRY_CORRUPT: win32(1015),
  ERROR_UNSUPPORTED_TYPE: win32(1630),
  RPC_S_SERVER_UNAVAILABLE: win32(1722),
  ERROR_INVALID_OPERATION: win32(4317),
  FAX_E_SRV_OUTOFMEMORY: fax(7001),
  FAX_E_GROUP_NOT_FOUND: fax(7002),
  FAX_E_BAD_GROUP_CONFIGURATION: fax(7003),
  FAX_E_GROUP_IN_USE: fax(7004),
  FAX_E_RULE_NOT_FOUND: fax(7005),
  FAX_E_NOT_NTFS: fax(7006),
  FAX_E_DIRECTORY_IN_USE: fax(7007),
  FAX_E_FILE_ACCESS_DENIED: fax(7008),
  FAX_E_MESSAGE_NOT_FOUND: fax(7009),
  FAX_E_DEVICE_NUM_LIMIT_EXCEEDED: fax(7010),
  FAX_E_NOT_SUPPORTED_ON_THIS_SKU: fax(7011),
  FAX_E_VERSION_MISMATCH: fax(7012),
  FAX_E_RECIPIENTS_LIMIT: fax(7013),
} as const satisfies Record<string, ErrorNumbers>;

/** The HRESULT of an error that the object model has no name for (`E_FAIL`). */
export const E_FAIL = 0x80004005;

/** The numbers of an error by its name; `E_FAIL` and no Win32 code where the object model has none. */
export function numbersOf(modelName: string | null): { readonly win32: number | null; readonly hresult: number } {
  const known: Readonly<Record<string, ErrorNumbers>> = errorNumbers;
  return (modelName === null ? undefined : known[modelName]) ?? { win32: null, hresult: E_FAIL };
}
