import type { DriveSample, MarginAnswer, MarginSample } from '../../shared/contract/planner.ts';
import type { PlaceBelief } from '../../shared/domain/belief.ts';
import type { JointProposal, StandbyPlan } from '../../shared/domain/desk-advice.ts';
import type { FindBoard } from '../../shared/domain/find-board.ts';
import type { ExitsView } from '../../shared/domain/moving-target.ts';
import type { Race, RecommendationList } from '../../shared/domain/race.ts';
import type { ClosedWay, StretchQuery } from '../../shared/domain/road-closure.ts';
import type { SealPlan, SealQuery } from '../../shared/domain/seal-plan.ts';
import type { Moment } from '../../shared/interception/planner-client.ts';

/** The local planner as the data service uses it, the same for live and replay. Undefined = no answer this time. */
export interface PlannerPort {
  /** Queue order, tightest first. */
  races(moment: Moment): Promise<readonly Race[] | undefined>;
  /** `keep`: units that stay in the list when nine others are nearer. */
  recommend(
    moment: Moment,
    targetId: string,
    keep: readonly string[],
  ): Promise<RecommendationList | undefined>;
  /** Exits and meetings for an incident; `{}` = it is not on the move. */
  exits(moment: Moment, incidentId: string): Promise<{ readonly view?: ExitsView | undefined } | undefined>;
  /** Where a person may be; `{}` = nobody has to be found. */
  find(moment: Moment, targetId: string): Promise<{ readonly board?: FindBoard | undefined } | undefined>;
  /** Everything that waits, decided at once; `{}` = nothing to say. */
  joint(moment: Moment): Promise<{ readonly proposal?: JointProposal | undefined } | undefined>;
  /** Where free cars had better wait; `{}` = being prepared, or nobody can say. */
  standby(moment: Moment): Promise<{ readonly plan?: StandbyPlan | undefined } | undefined>;
  seal(moment: Moment, query: SealQuery): Promise<SealPlan | undefined>;
  /** How soon a place could be reached at past moments; `{}` = it is off the road network. */
  margins(
    place: PlaceBelief,
    slots: readonly number[],
    samples: readonly MarginSample[],
    drives?: readonly DriveSample[],
  ): Promise<{ readonly answers?: readonly MarginAnswer[] | undefined } | undefined>;
  /** The road around a point; `{}` = none near it. */
  stretch(query: StretchQuery): Promise<{ readonly ways?: readonly ClosedWay[] | undefined } | undefined>;
  close(): void;
}
