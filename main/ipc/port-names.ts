/** Main -> renderer: the message that carries the window's MessagePort. */
export const PORT_OPENED = 'port/opened';

/** The origin of our pages inside Electron. */
export const APP_ORIGIN = 'app://console';

/** What a window answers to a positions frame over a MessagePort, so that the next one may leave. */
export const DRAINED = 'drained';
