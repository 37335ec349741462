package dev.peregrine.scoring.rules;

/**
 * The lists of a policy as rules look values up in them, by their numbers in the bundle. Allocates
 * nothing. One thread.
 */
public interface RuleLists {
    /** Lists without an entry. */
    RuleLists EMPTY =
            new RuleLists() {
                @Override
                public boolean contains(int list, byte[] text, int length) {
                    return false;
                }

                @Override
                public boolean containsIp(int list, long high, long low) {
                    return false;
                }
            };

    /**
     * True when a text is on a list of texts.
     *
     * @param text in UTF-8, from 0
     * @param length in bytes
     */
    boolean contains(int list, byte[] text, int length);

    /** True when an address, in the schema's 16-byte form, is on a list of networks. */
    boolean containsIp(int list, long high, long low);
}
