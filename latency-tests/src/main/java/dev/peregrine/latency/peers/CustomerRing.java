package dev.peregrine.latency.peers;

/** A customer's payments; windows (t - w, t], the payment in hand included, with their cents. */
public final class CustomerRing extends PaymentRing {
    @Override
    public void add(FeatureRow row) {
        append(row.second, row.cents);
        moveTo(row.second);
        row.customerCount1 = count(0);
        row.customerCount7 = count(1);
        row.customerCount30 = count(2);
        row.customerCents1 = sum(0);
        row.customerCents7 = sum(1);
        row.customerCents30 = sum(2);
    }

    /** A copy that shares nothing. */
    public CustomerRing copy() {
        CustomerRing copy = new CustomerRing();
        copy.copyFrom(this);
        return copy;
    }
}
