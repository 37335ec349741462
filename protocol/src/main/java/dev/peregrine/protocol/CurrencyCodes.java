package dev.peregrine.protocol;

/**
 * Alphabetic codes of currencies by ISO 4217 numeric code, past ones included. A table of our own
 * rather than the JDK's, so that the same journal gives the same decisions under every JDK. Where
 * two alphabetic codes share a number, it holds the one in force.
 */
public final class CurrencyCodes {
    private static final String TABLE =
            "004AFA 008ALL 012DZD 020ADP 031AZM 032ARS 036AUD 040ATS 044BSD 048BHD 050BDT "
                    + "051AMD 052BBD 056BEF 060BMD 064BTN 068BOB 072BWP 084BZD 090SBD 096BND 100BGL "
                    + "104MMK 108BIF 112BYB 116KHR 124CAD 132CVE 136KYD 144LKR 152CLP 156CNY 170COP "
                    + "174KMF 188CRC 191HRK 192CUP 196CYP 203CZK 208DKK 214DOP 222SVC 230ETB 232ERN "
                    + "233EEK 238FKP 242FJD 246FIM 250FRF 262DJF 270GMD 276DEM 288GHC 292GIP 300GRD "
                    + "320GTQ 324GNF 328GYD 332HTG 340HNL 344HKD 348HUF 352ISK 356INR 360IDR 364IRR "
                    + "368IQD 372IEP 376ILS 380ITL 388JMD 392JPY 396XAD 398KZT 400JOD 404KES 408KPW "
                    + "410KRW 414KWD 417KGS 418LAK 422LBP 426LSL 428LVL 430LRD 434LYD 440LTL 442LUF "
                    + "446MOP 450MGF 454MWK 458MYR 462MVR 470MTL 478MRO 480MUR 484MXN 496MNT 498MDL "
                    + "504MAD 508MZM 512OMR 516NAD 524NPR 528NLG 532XCG 533AWG 548VUV 554NZD 558NIO "
                    + "566NGN 578NOK 586PKR 590PAB 598PGK 600PYG 604PEN 608PHP 620PTE 624GWP 626TPE "
                    + "634QAR 642ROL 643RUB 646RWF 654SHP 678STD 682SAR 690SCR 694SLL 702SGD 703SKK "
                    + "704VND 705SIT 706SOS 710ZAR 716ZWD 724ESP 728SSP 736SDD 740SRG 748SZL 752SEK "
                    + "756CHF 760SYP 764THB 776TOP 780TTD 784AED 788TND 792TRL 795TMM 800UGX 807MKD "
                    + "810RUR 818EGP 826GBP 834TZS 840USD 858UYU 860UZS 862VEB 882WST 886YER 891CSD "
                    + "894ZMK 901TWD 924ZWG 925SLE 926VED 928VES 929MRU 930STN 931CUC 932ZWL 933BYN "
                    + "934TMT 935ZWR 936GHS 937VEF 938SDG 940UYI 941RSD 942ZWN 943MZN 944AZN 945AYM "
                    + "946RON 947CHE 948CHW 949TRY 950XAF 951XCD 952XOF 953XPF 955XBA 956XBB 957XBC "
                    + "958XBD 959XAU 960XDR 961XAG 962XPT 963XTS 964XPD 965XUA 967ZMW 968SRD 969MGA "
                    + "970COU 971AFN 972TJS 973AOA 974BYR 975BGN 976CDF 977BAM 978EUR 979MXV 980UAH "
                    + "981GEL 984BOV 985PLN 986BRL 990CLF 994XSU 997USN 998USS 999XXX ";
    private static final int ENTRY_LENGTH = 7;
    private static final int DIGITS = 3;

    private static final String[] CODES = codes();

    private CurrencyCodes() {}

    private static String[] codes() {
        String[] codes = new String[ProtocolLimits.MAX_CURRENCY + 1];
        for (int at = 0; at < TABLE.length(); at += ENTRY_LENGTH) {
            int number = Integer.parseInt(TABLE.substring(at, at + DIGITS));
            codes[number] = TABLE.substring(at + DIGITS, at + ENTRY_LENGTH - 1);
        }
        return codes;
    }

    /**
     * The code such as {@code EUR}; null when the number is none of a currency.
     *
     * @param numericCode any number
     */
    public static String alphabetic(int numericCode) {
        return numericCode < 0 || numericCode >= CODES.length ? null : CODES[numericCode];
    }
}
