import type { WindQuery, WindReport, WindTown } from '../../../shared/domain/wind-tunnel.ts';
import type { Log } from '../../../shared/kit/log.ts';
import type { WindNews, WindOrder } from './wind-messages.ts';

/** The wind tunnel's thread, as much of it as is used. */
export interface WindThread {
  post(order: WindOrder): void;
  /** Set once, right after the start. */
  onNews(listener: (news: WindNews) => void): void;
  onExit(listener: (reason: string) => void): void;
  terminate(): void;
}

export interface WindTunnelInput {
  readonly start: () => WindThread;
  readonly log: Log;
}

/** Somebody who has the wind tunnel open. */
export interface WindVisitor {
  heard(runId: number, report: WindReport): void;
}

/** One question: the run it is, and whoever asked. */
interface Asked {
  readonly runId: number;
  readonly visitor: WindVisitor;
  readonly query: WindQuery;
  report: WindReport | undefined;
}

/** One running thread and what it has said so far. */
interface Life {
  readonly thread: WindThread;
  readonly town: Promise<WindTown | undefined>;
}

/**
 * What-if over made-up nights, in a thread that is there only while a window has it open: started by the first visitor,
 * ended with the last. One run at a time, in the order they were asked for, and of every visitor only the newest; whoever
 * waits is told how much is played before.
 */
export class WindTunnel {
  readonly #input: WindTunnelInput;
  readonly #visitors = new Set<WindVisitor>();
  #life: Life | undefined;
  #run: Asked | undefined;
  #line: Asked[] = [];
  #runs = 0;

  constructor(input: WindTunnelInput) {
    this.#input = input;
  }

  /** The town nights are drawn on; starts the thread. Undefined = the thread ended before it could say. */
  open(visitor: WindVisitor): Promise<WindTown | undefined> {
    this.#visitors.add(visitor);
    this.#life ??= this.#start();
    return this.#life.town;
  }

  /** A run in place of the visitor's own one, once those that others asked for before are over. */
  run(visitor: WindVisitor, query: WindQuery): number {
    this.#visitors.add(visitor);
    const runId = ++this.#runs;
    if (this.#run?.visitor === visitor) this.#run = undefined;
    this.#line = this.#line.filter((asked) => asked.visitor !== visitor);
    this.#line.push({ runId, visitor, query, report: undefined });
    this.#next();
    return runId;
  }

  /** Ends the visitor's run; its last report says so. */
  stop(visitor: WindVisitor): void {
    if (this.#run?.visitor === visitor) this.#life?.thread.post({ t: 'stop' });
    const waiting = this.#line.find((asked) => asked.visitor === visitor);
    if (waiting === undefined) return;
    this.#line = this.#line.filter((asked) => asked !== waiting);
    visitor.heard(waiting.runId, unplayed(waiting, 'stopped'));
    this.#tellLine();
  }

  /** The visitor has left; with the last one goes the thread, at once, whatever it was doing. */
  close(visitor: WindVisitor): void {
    if (!this.#visitors.delete(visitor)) return;
    this.stop(visitor);
    const run = this.#run;
    if (run?.visitor === visitor) {
      this.#run = undefined;
      if (run.report !== undefined) visitor.heard(run.runId, { ...run.report, state: 'stopped' });
    }
    if (this.#visitors.size === 0) this.end();
    else this.#next();
  }

  end(): void {
    this.#visitors.clear();
    this.#run = undefined;
    this.#line = [];
    this.#life?.thread.terminate();
    this.#life = undefined;
  }

  #start(): Life {
    const thread = this.#input.start();
    const town = new Promise<WindTown | undefined>((resolve) => {
      thread.onNews((news) => {
        if (news.t === 'town') resolve(news.town);
        else this.#heard(news.runId, news.report);
      });
      thread.onExit((reason) => {
        resolve(undefined);
        if (this.#life?.thread === thread) this.#fell(reason);
      });
    });
    return { thread, town };
  }

  /** The next of the line when nothing is played, and where everybody else stands now. */
  #next(): void {
    if (this.#run === undefined) {
      this.#run = this.#line.shift();
      if (this.#run !== undefined) {
        this.#life ??= this.#start();
        this.#life.thread.post({ t: 'run', runId: this.#run.runId, query: this.#run.query });
      }
    }
    this.#tellLine();
  }

  #tellLine(): void {
    let ahead = this.#run === undefined ? 0 : this.#run.query.shifts - (this.#run.report?.played ?? 0);
    for (const asked of this.#line) {
      asked.visitor.heard(asked.runId, { ...unplayed(asked, 'waiting'), ahead });
      ahead += asked.query.shifts;
    }
  }

  #heard(runId: number, report: WindReport): void {
    const run = this.#run;
    if (run?.runId !== runId) return;
    run.report = report;
    if (report.state !== 'running') this.#run = undefined;
    run.visitor.heard(runId, report);
    this.#next();
  }

  /** The thread is gone though nobody ended it. The next question starts another. */
  #fell(reason: string): void {
    this.#input.log.error('the wind tunnel fell over', { reason });
    this.#life = undefined;
    const run = this.#run;
    this.#run = undefined;
    if (run === undefined) return;
    run.visitor.heard(run.runId, { ...(run.report ?? unplayed(run, 'failed')), state: 'failed' });
    this.#next();
  }
}

const NOBODY = { people: 0 };

function unplayed({ query }: Asked, state: WindReport['state']): WindReport {
  const groups = { all: NOBODY, town: NOBODY, suburb: NOBODY, elderly: NOBODY };
  return { state, played: 0, planned: query.shifts, groups };
}
