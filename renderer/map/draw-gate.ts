/** How often a fence is looked at, and how long a draw may take before the gate opens anyway. */
const POLL_MS = 4;
const GIVE_UP_MS = 2_000;

/**
 * Lets one frame through and no other until the GPU has drained it: without this a software rasteriser queues frames without
 * limit. `onOpen` is called when the next frame may be prepared.
 */
export interface DrawGate {
  /** Call before handing over new layers; `isOpen` turns false. */
  enter(): void;
  /** Call after the commands of a frame were issued. */
  drawn(gl: WebGL2RenderingContext | undefined): void;
  isOpen(): boolean;
  dispose(): void;
}

/** An open gate. */
export function createDrawGate(onOpen: () => void): DrawGate {
  let isOpen = true;
  let poll: ReturnType<typeof setTimeout> | undefined;
  let fence: WebGLSync | undefined;
  let deadline = 0;
  const open = (): void => {
    clearTimeout(poll);
    poll = undefined;
    fence = undefined;
    if (isOpen) return;
    isOpen = true;
    onOpen();
  };
  const look = (gl: WebGL2RenderingContext): void => {
    if (fence === undefined) return;
    const status = gl.isContextLost() ? gl.WAIT_FAILED : gl.clientWaitSync(fence, 0, 0);
    if (status === gl.TIMEOUT_EXPIRED && performance.now() < deadline) {
      poll = setTimeout(() => look(gl), POLL_MS);
      return;
    }
    gl.deleteSync(fence);
    open();
  };
  return {
    enter: () => {
      isOpen = false;
      deadline = performance.now() + GIVE_UP_MS;
      clearTimeout(poll);
      // A frame that deck.gl finds nothing to draw in never reports back.
      poll = setTimeout(open, GIVE_UP_MS);
    },
    drawn: (gl) => {
      if (isOpen || fence !== undefined) return;
      fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? undefined;
      clearTimeout(poll);
      if (gl === undefined || fence === undefined) {
        open();
        return;
      }
      gl.flush();
      poll = setTimeout(() => look(gl), POLL_MS);
    },
    isOpen: () => isOpen,
    dispose: () => clearTimeout(poll),
  };
}
