/** An amount in integer minor units; never a float. */
export interface Money {
  readonly fen: number;
  readonly currency: 'CNY';
}

/** What is at stake when it is not (only) a transfer. Gold is weighed in milligrams; its yuan value is a dated estimate. */
export interface Goods {
  readonly kind: 'cash' | 'gold' | 'parcel';
  readonly goldMg?: number | undefined;
}
