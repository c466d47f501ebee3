import type { LocalText } from '../../shared/domain/belief.ts';

/** What the status bar says about the region pack. */
export interface RegionNote {
  readonly name: LocalText;
  /** Date of the road data, as the pack states it. */
  readonly sourceDate: string | undefined;
  readonly attribution: string | undefined;
}
