/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The scenarios by name; {@code docs/storm.md} describes them. */
public enum ScenarioKind {
    /** Even arrivals, heavy-tailed sessions. */
    STEADY("steady", "even arrivals, heavy-tailed sessions", Steady::new),
    /** Everybody at once, again and again. */
    FLASH_CROWD(
            "flash-crowd",
            "everybody arrives at once, at three times the limits, again and again",
            FlashCrowd::new),
    /** Fills up, then most drop. */
    MASS_DISCONNECT(
            "mass-disconnect",
            "the node fills up, then seven in ten drop at once",
            MassDisconnect::new),
    /** A few peers as fast as they can. */
    FLAPPING("flapping", "a few peers connect and disconnect as fast as they can", Flapping::new),
    /** Many ids, few networks. */
    SYBIL("sybil", "many ids from few networks", Sybil::new),
    /** Ids ever new. */
    TURNOVER(
            "turnover",
            "peers are given up for good, and others with ids never seen take their places",
            Turnover::new),
    /** Closes in every wrong order. */
    DUPLICATE_AND_REORDERED_CLOSES(
            "duplicate-and-reordered-closes",
            "closes before, while and after they should come, and again",
            DuplicateAndReorderedCloses::new),
    /** All but turnover. */
    MIX("mix", "all but turnover interleaved", Mix::new),
    /** Bans, scores, protections, pruning, dials, addresses and data, with connections between. */
    KEEPING(
            "keeping",
            "bans, scores, protections, pruning, dials, addresses and data at once",
            ScenarioKind::isItsOwn);

    private final String label;
    private final String summary;
    private final Function<Stage, Scenario> factory;

    ScenarioKind(String label, String summary, Function<Stage, Scenario> factory) {
        this.label = label;
        this.summary = summary;
        this.factory = factory;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** One line about it. */
    public String summary() {
        return summary;
    }

    /** Whether it is a storm of its own, on more of the manager than connections. */
    public boolean keeps() {
        return this == KEEPING;
    }

    private static Scenario isItsOwn(Stage stage) {
        throw new IllegalArgumentException(
                "producer "
                        + stage.producer()
                        + " has no part in a storm of connections; run it as a KeepingRace");
    }

    /** One producer's part of it. */
    public Scenario on(Stage stage) {
        return factory.apply(stage);
    }

    /** The names of all, in their order. */
    public static String labels() {
        return Arrays.stream(values()).map(ScenarioKind::label).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return label;
    }
}
