/** IPC channels of door one. A file of its own, without schemas: the preload script needs the names and no more. */
export const channels = {
  request: 'fax:request',
  event: 'fax:event',
  shell: 'shell:request',
  shellEvent: 'shell:event',
  /** From the page: it listens to shell events now; what waited for it may come. */
  shellListening: 'shell:listening',
} as const;
