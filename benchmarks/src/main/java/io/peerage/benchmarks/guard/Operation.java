/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An operation of ours, those who do the same by other means, and what the machine charges for the least of it.
 *
 * <p><b>Threading</b>: immutable, any thread.
 *
 * @param name what users filter by
 * @param ours how we do it
 * @param yardsticks how others do it; the quickest counts
 * @param limit what can't be avoided, in all
 * @param share figures are those of a benchmark that goes through one in so many peers, and count for each; 0 if it doesn't
 * @param quick where {@code --quick} measures it
 * @param full where {@code --full} does
 */
record Operation(
        String name,
        Contestant ours,
        List<Contestant> yardsticks,
        List<Cost> limit,
        int share,
        List<Setting> quick,
        List<Setting> full) {
    /**
     * Something that can't be avoided.
     *
     * @param contestant what is charged for one
     * @param times how many there are
     * @param isEach whether they are of each peer, where the benchmark goes through many
     */
    record Cost(Contestant contestant, double times, boolean isEach) {
        Cost(Contestant contestant, double times) {
            this(contestant, times, false);
        }

        Cost each() {
            return new Cost(contestant, times, true);
        }
    }

    Operation {
        yardsticks = List.copyOf(yardsticks);
        limit = List.copyOf(limit);
        quick = List.copyOf(quick);
        full = List.copyOf(full);
    }

    /** An operation by our means alone, measured nowhere. */
    static Operation of(String name, Contestant ours) {
        return new Operation(name, ours, List.of(), List.of(), 0, List.of(), List.of());
    }

    Operation against(Contestant... others) {
        return new Operation(name, ours, List.of(others), limit, share, quick, full);
    }

    Operation atLeast(Cost... costs) {
        return new Operation(name, ours, yardsticks, List.of(costs), share, quick, full);
    }

    Operation dividedBySize() {
        return dividedByShare(1);
    }

    Operation dividedByShare(int one) {
        return new Operation(name, ours, yardsticks, limit, one, quick, full);
    }

    /** How many parts a figure of the benchmark at this setting is for. */
    double parts(Setting setting) {
        return share == 0 ? 1 : (double) setting.peers() / share;
    }

    /** The same, measured quickly at one size by so many threads, too. */
    Operation quickAt(int peers, int... threads) {
        List<Setting> more = new ArrayList<>(quick);
        IntStream.of(threads).forEach(t -> more.add(new Setting(peers, t)));
        return new Operation(name, ours, yardsticks, limit, share, more, full);
    }

    /** The same, measured in full at these sizes by so many threads, too. */
    Operation fullAt(int threads, int... peers) {
        List<Setting> more = new ArrayList<>(full);
        IntStream.of(peers).forEach(p -> more.add(new Setting(p, threads)));
        return new Operation(name, ours, yardsticks, limit, share, quick, more);
    }

    /** All that has to be measured for one row: ours first, the others right after it, so that one spell of noise meets all. */
    Set<Measurement> measurementsAt(Setting setting) {
        Set<Measurement> all = new LinkedHashSet<>();
        all.add(ours.at(setting));
        yardsticks.forEach(yardstick -> all.add(yardstick.at(setting)));
        limit.forEach(cost -> all.add(cost.contestant().at(setting)));
        return all;
    }
}
