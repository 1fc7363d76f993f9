// Starts a node that serves the page: its own, or the folder that REALTIME_PAGE names.
import { startNode } from '../clients/node-process.js';

const folder = process.env.REALTIME_PAGE;

export function startPageNode({ settings = [], port } = {}) {
  return startNode({ settings: [...(folder ? ['--webroot', folder] : []), ...settings], port });
}
