package dev.peregrine.replay.lane;

import dev.peregrine.policy.ListSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.rules.RuleLists;
import java.util.List;

/** A policy's lists as a challenger's rules look in them: by the challenger's numbers. */
final class LaneLists implements RuleLists {
    private final int[] numbers;
    private RuleLists lists = RuleLists.EMPTY;

    LaneLists(PolicyBundle champion, PolicyBundle challenger) {
        numbers = new int[challenger.lists().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(champion.lists(), challenger.lists().get(i));
        }
    }

    private static int number(List<ListSpec> lists, ListSpec wanted) {
        for (int i = 0; i < lists.size(); i++) {
            ListSpec list = lists.get(i);
            if (list.name().equals(wanted.name()) && list.match() == wanted.match()) {
                return i;
            }
        }
        throw new IllegalArgumentException("no list " + wanted.name());
    }

    /** Sets where to look, by the policy's numbers. */
    void source(RuleLists source) {
        lists = source;
    }

    @Override
    public boolean contains(int list, byte[] text, int length) {
        return lists.contains(numbers[list], text, length);
    }

    @Override
    public boolean containsIp(int list, long high, long low) {
        return lists.containsIp(numbers[list], high, low);
    }
}
