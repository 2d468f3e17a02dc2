/**
 * Every member of the object model by its interface and kind (object model 1.1 to 1.10), with the model's own names.
 * `readOnly`: a getter; `readWrite`: a getter and a setter; `writeOnly`: a setter; `methods`.
 */
export interface InterfaceMembers {
  readonly readOnly: readonly string[];
  readonly readWrite: readonly string[];
  readonly writeOnly: readonly string[];
  readonly methods: readonly string[];
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
const members = (given: {
  readonly readOnly?: string;
  readonly readWrite?: string;
  readonly writeOnly?: string;
  readonly methods?: string;
}): InterfaceMembers => ({
  readOnly: words(given.readOnly ?? ''),
  readWrite: words(given.readWrite ?? ''),
  writeOnly: words(given.writeOnly ?? ''),
  methods: words(given.methods ?? ''),
});

const collection = members({ readOnly: 'Count', methods: 'Item' });

export const memberTable = {
  FaxServer: members({
    methods: 'Connect Disconnect GetPorts CreateDocument GetJobs',
    readWrite: `Retries RetryDelay DirtyDays Branding UseDeviceTsid ServerCoverpage PauseServerQueue ArchiveOutboundFaxes
      ArchiveDirectory ServerMapiProfile DiscountRateStartHour DiscountRateStartMinute DiscountRateEndHour
      DiscountRateEndMinute`,
  }),
  FaxJobs: collection,
  FaxJob: members({
    readOnly: `JobId Type UserName QueueStatus DeviceStatus PageCount FaxNumber RecipientName Tsid SenderName
      SenderCompany SenderDept BillingCode DisplayName DiscountSend`,
    methods: 'SetStatus Refresh',
  }),
  FaxPorts: collection,
  FaxPort: members({
    readOnly: 'Name DeviceId CanModify',
    readWrite: 'Rings Csid Tsid Send Receive Priority',
    methods: 'GetRoutingMethods GetStatus',
  }),
  FaxStatus: members({
    readOnly: `CallerId Csid Tsid CurrentPage PageCount DeviceId DeviceName DocumentName DocumentSize Send Receive Address
      RoutingString SenderName RecipientName Description StartTime SubmittedTime ElapsedTime`,
    methods: 'Refresh',
  }),
  FaxRoutingMethods: collection,
  FaxRoutingMethod: members({
    readOnly: 'DeviceId DeviceName Guid FunctionName ImageName FriendlyName ExtensionName RoutingData',
    readWrite: 'Enable',
  }),
  FaxDoc: members({
    readWrite: `FileName FaxNumber DisplayName DiscountSend Tsid BillingCode EmailAddress CallHandle SendCoverpage
      CoverpageName ServerCoverpage CoverpageNote CoverpageSubject RecipientName RecipientCompany RecipientAddress
      RecipientCity RecipientState RecipientZip RecipientCountry RecipientTitle RecipientDepartment RecipientOffice
      RecipientHomePhone RecipientOfficePhone SenderName SenderCompany SenderAddress SenderTitle SenderDepartment
      SenderOffice SenderHomePhone SenderOfficePhone SenderFax`,
    writeOnly: 'ConnectionObject',
    methods: 'Send',
  }),
  FaxTiff: members({
    readWrite: 'Image',
    readOnly: 'ReceiveTime RawReceiveTime RecipientName RecipientNumber SenderName Routing CallerId Csid Tsid',
    methods: 'TiffTagString',
  }),
} as const satisfies Record<string, InterfaceMembers>;

export type InterfaceName = keyof typeof memberTable;

/** The methods by which a JavaScript class has these members: `Retries` is `retries` and `setRetries`. */
export function methodNames({ readOnly, readWrite, writeOnly, methods }: InterfaceMembers): readonly string[] {
  return [
    ...[...readOnly, ...readWrite, ...methods].map(lowerFirst),
    ...[...readWrite, ...writeOnly].map((name) => `set${name}`),
  ];
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
