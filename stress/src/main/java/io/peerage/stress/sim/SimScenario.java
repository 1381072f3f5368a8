/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.PeerManagerBuilder;
import io.peerage.config.BackOffConfig;
import io.peerage.config.DialConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.stress.population.Random64;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who attacks, and how. <b>Threading</b>: immutable, any thread. */
public enum SimScenario {
    /** Nobody attacks. */
    HONEST("honest", "nobody attacks", 0, 1, null, new Without(builder -> builder)),
    /** {@link SybilAttack}; against it stand limits on prefixes. */
    SYBIL(
            "sybil",
            "twice as many attackers as nodes, in one IPv4 /24, want connections with everybody",
            2,
            1,
            SybilAttack::new,
            new Without(
                    builder -> builder.prefixLimits(PrefixLimits.NONE).rateLimit(RateLimit.NONE))),
    /** {@link EclipseAttack}; against it stand the address book and distinct netgroups. */
    ECLIPSE(
            "eclipse",
            "a third as many attackers as nodes, in four IPv4 /16, want all the places of one node, which restarts halfway",
            0.34,
            8,
            EclipseAttack::new,
            new Without(
                    builder -> builder, dialing -> dialing.withNetgroupDiversity(false), false)),
    /** {@link PoisoningAttack}; against it stand the address book and back-off. */
    POISONING(
            "poisoning",
            "one attacker for twenty nodes tells of ever new peers that do not exist",
            0.05,
            4,
            PoisoningAttack::new,
            new Without(builder -> builder.backOff(BackOffConfig.constant(Duration.ofSeconds(1))))),
    /** {@link SilentSocketsAttack}; against it stand short leases and limits on prefixes. */
    SILENT_SOCKETS(
            "silent-sockets",
            "64 attackers or more, in four IPv4 /24, open sockets to one node and say nothing",
            0.05,
            4,
            SilentSocketsAttack::new,
            new Without(
                    builder ->
                            builder.prefixLimits(PrefixLimits.NONE)
                                    .rateLimit(RateLimit.NONE)
                                    .inboundLease(Duration.ofMinutes(10)))),
    /** {@link FlappingAttack}; against it stands the limit on attempts. */
    FLAPPING(
            "flapping",
            "64 attackers or more, in four IPv4 /24, connect to one node and hang up, again and again",
            0.05,
            4,
            FlappingAttack::new,
            new Without(builder -> builder.rateLimit(RateLimit.NONE))),
    /** {@link DefectionAttack}; against it stand scores and bans. */
    DEFECTION(
            "defection",
            "a quarter as many attackers as nodes, well spread, are good peers and halfway turn bad",
            0.25,
            256,
            DefectionAttack::new,
            new Without(
                    builder ->
                            builder.scores(ScoreConfig.DEFAULT.halvedBy(Duration.ofSeconds(10)))));

    private static final int FEWEST_ON_ONE = 64;

    private final String label;
    private final String summary;
    private final double attackers;
    private final int networks;
    private final @Nullable Maker maker;
    private final NodeProfile.Undoing undoing;

    /** Makes an attack. */
    private interface Maker {
        Attack on(Network network, Strangers strangers, Random64 random);
    }

    SimScenario(
            String label,
            String summary,
            double attackers,
            int networks,
            @Nullable Maker maker,
            NodeProfile.Undoing undoing) {
        this.maker = maker;
        this.undoing = undoing;
        this.label = label;
        this.summary = summary;
        this.attackers = attackers;
        this.networks = networks;
    }

    @Nullable Attack on(Network network, Strangers strangers, Random64 random) {
        return maker == null ? null : maker.on(network, strangers, random);
    }

    /** Takes away what stands against the attack. */
    NodeProfile.Undoing undoing() {
        return undoing;
    }

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
        int share = (int) Math.ceil(attackers * honest);
        boolean onOne = this == SILENT_SOCKETS || this == FLAPPING;
        return onOne ? Math.max(FEWEST_ON_ONE, share) : share;
    }

    /** In how many IPv4 /24 they sit. */
    int networks() {
        return networks;
    }

    /** The names of all. */
    public static String labels() {
        return Arrays.stream(values()).map(SimScenario::label).collect(Collectors.joining(", "));
    }

    /** Without a defence that is a setting of the builder, or of dialing. */
    private record Without(
            UnaryOperator<PeerManagerBuilder> settings,
            UnaryOperator<DialConfig> dialing,
            boolean keepsBook)
            implements NodeProfile.Undoing {
        Without(UnaryOperator<PeerManagerBuilder> settings) {
            this(settings, UnaryOperator.identity(), true);
        }

        @Override
        public PeerManagerBuilder apply(PeerManagerBuilder builder) {
            return settings.apply(builder);
        }

        @Override
        public DialConfig dialing(DialConfig config) {
            return dialing.apply(config);
        }
    }
}
