package dev.peregrine.policy.condition;

/**
 * Which response codes (field 39 of ISO 8583) approve: 00 approved, 08 honour with identification,
 * 10 partial amount, 11 approved (VIP), 16 approved, update track 3, 85 no reason to decline. All
 * others decline.
 */
public final class ResponseCodes {
    private ResponseCodes() {}

    /** True when a code of these two characters approves. Allocates nothing. */
    public static boolean approves(byte first, byte second) {
        return switch (first) {
            case '0' -> second == '0' || second == '8';
            case '1' -> second == '0' || second == '1' || second == '6';
            case '8' -> second == '5';
            default -> false;
        };
    }
}
