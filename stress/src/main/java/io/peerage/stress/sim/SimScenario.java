/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who attacks, and how. <b>Threading</b>: immutable, any thread. */
public enum SimScenario {
    /** Nobody attacks. */
    HONEST("honest", "nobody attacks", 0, 1) {
        @Override
        @Nullable Attack on(Network network, Strangers strangers, Random64 random) {
            return null;
        }
    };

    private final String label;
    private final String summary;
    private final double attackers;
    private final int networks;

    SimScenario(String label, String summary, double attackers, int networks) {
        this.label = label;
        this.summary = summary;
        this.attackers = attackers;
        this.networks = networks;
    }

    abstract @Nullable Attack on(Network network, Strangers strangers, Random64 random);

    /** What it is called on the command line and in reports. */
    public String label() {
        return label;
    }

    /** What happens in it, in half a sentence. */
    public String summary() {
        return summary;
    }

    /** How many attackers there are for so many honest nodes. */
    int attackers(int honest) {
        return (int) Math.ceil(attackers * honest);
    }

    /** In how many IPv4 /24 they sit. */
    int networks() {
        return networks;
    }

    /** The names of all. */
    public static String labels() {
        return Arrays.stream(values()).map(SimScenario::label).collect(Collectors.joining(", "));
    }
}
