package dev.peregrine.latency.demo;

import java.io.PrintWriter;

/** How to try the HTTP API by hand. */
final class Invitation {
    private static final String REQUEST =
            "{\"event_id\":\"try-'$RANDOM'\",\"event_time\":\"'$(date -u +%FT%TZ)'\","
                    + "\"amount_minor\":12900,\"currency\":\"EUR\",\"channel\":\"ecommerce\","
                    + "\"card\":\"card-0000000rs\",\"account\":\"acct-0000000dw\","
                    + "\"merchant\":\"shop-0000001bk\",\"merchant_category\":\"5732\","
                    + "\"device\":\"devc-try\",\"ip\":\"192.0.2.7\"}";

    private final PrintWriter out;
    private final String address;

    Invitation(PrintWriter out, String address) {
        this.out = out;
        this.address = address;
    }

    void print(boolean kept) {
        out.println();
        out.println(kept ? "Try the API (Ctrl-C ends the demo):" : "Try the API, with --keep:");
        out.println("  curl -s " + address + "/v1/decisions \\");
        out.println("    -H 'Content-Type: application/json' \\");
        out.println("    -d '" + REQUEST + "'");
        out.flush();
    }
}
