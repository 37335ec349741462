package dev.peregrine.protocol;

/**
 * Decimals of a currency's minor unit, by ISO 4217 numeric code. A table of our own rather than the
 * JDK's, so that the same journal gives the same features under every JDK.
 */
public final class CurrencyUnits {
    private CurrencyUnits() {}

    /**
     * Decimals: 2 for all but the currencies that ISO 4217 (list one, 2024-06) gives another
     * number.
     */
    public static int decimals(int numericCode) {
        return switch (numericCode) {
            // BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
            case 108,
                    152,
                    262,
                    324,
                    352,
                    392,
                    174,
                    410,
                    600,
                    646,
                    800,
                    940,
                    704,
                    548,
                    950,
                    952,
                    953 ->
                    0;
            // BHD IQD JOD KWD LYD OMR TND
            case 48, 368, 400, 414, 434, 512, 788 -> 3;
            // CLF UYW
            case 990, 927 -> 4;
            default -> 2;
        };
    }

    /** Minor units in one major unit. */
    public static long minorUnits(int numericCode) {
        long units = 1;
        for (int i = decimals(numericCode); i > 0; i--) {
            units *= 10;
        }
        return units;
    }
}
