import { z } from 'zod';

// The page may not evaluate text as code. Without this, each schema tries to, and the browser reports it as an attack.
// It must run before any schema is made: imported first.
z.config({ jitless: true });
