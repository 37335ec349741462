package dev.peregrine.scoring.features;

/** One feature of the dense vector. One thread. */
interface FeatureValue {
    /**
     * The value as of the transaction; NaN for missing.
     *
     * @param amountBase amount in minor units of the base currency
     */
    double of(TransactionView transaction, long amountBase);
}
