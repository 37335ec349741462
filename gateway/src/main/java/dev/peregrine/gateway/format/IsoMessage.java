package dev.peregrine.gateway.format;

/** The messages of ISO 20022 that are taken, and where their transactions lie. */
enum IsoMessage {
    PAIN_001("pain.001", "CstmrCdtTrfInitn", "PmtInf", "CdtTrfTxInf", "Amt/InstdAmt", true),
    PACS_008("pacs.008", "FIToFICstmrCdtTrf", "", "CdtTrfTxInf", "IntrBkSttlmAmt", true),
    PACS_004("pacs.004", "PmtRtr", "", "TxInf", "RtrdIntrBkSttlmAmt", false),
    CAMT_056("camt.056", "FIToFIPmtCxlReq", "Undrlyg", "TxInf", "", false),
    CAMT_029("camt.029", "RsltnOfInvstgtn", "CxlDtls", "TxInfAndSts", "", false);

    private final String id;
    private final String root;
    private final String group;
    private final String transaction;
    private final String amount;
    private final boolean isPayment;

    /**
     * @param root name of the message's element within the document
     * @param group name of the element between it and transactions; empty for none
     * @param amount place within a transaction of what the control sum sums; empty for none
     */
    IsoMessage(
            String id,
            String root,
            String group,
            String transaction,
            String amount,
            boolean isPayment) {
        this.id = id;
        this.root = root;
        this.group = group;
        this.transaction = transaction;
        this.amount = amount;
        this.isPayment = isPayment;
    }

    /** Name of its table. */
    String id() {
        return id;
    }

    String root() {
        return root;
    }

    String group() {
        return group;
    }

    String transaction() {
        return transaction;
    }

    String amount() {
        return amount;
    }

    /** Whether it asks for decisions, rather than telling what became of payments. */
    boolean isPayment() {
        return isPayment;
    }

    /** The message of a name; null when it is not taken. */
    static IsoMessage of(String id) {
        for (IsoMessage message : values()) {
            if (message.id.equals(id)) {
                return message;
            }
        }
        return null;
    }
}
