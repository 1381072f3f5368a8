/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import io.peerage.PeerManager;
import io.peerage.PeerManagerBuilder;
import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.config.FactsConfig;
import io.peerage.config.RateLimit;
import io.peerage.model.BanReason;
import io.peerage.model.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What stands at the gate beside the limits; none of it refuses any of the measured addresses. Stateless. */
enum Gate {
    BARE,
    BANS,
    LISTS,
    RATES,
    FACTS;

    /** Who is banned has a place among the peers. */
    static final int PLACES = 1_000;

    private static final int BANNED = 500;
    private static final int BLOCKS = 10_000;

    static Gate of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    PeerManagerBuilder configure(PeerManagerBuilder builder) {
        PeerManagerBuilder bare = builder.rateLimit(RateLimit.NONE);
        return switch (this) {
            case BARE, BANS -> bare;
            // Loopback's own, of which no peer is.
            case LISTS -> bare.lists(new CidrRules(List.of(), blocks()));
            case RATES ->
                    builder.rateLimit(
                            RateLimit.DEFAULT
                                    .rate(RateLimit.MOST_BURST, Duration.ofMillis(1))
                                    .sized(4_000_000));
            case FACTS -> bare.facts(FactsConfig.of("/a", "/b", "/c", "/d"));
        };
    }

    private static List<Cidr> blocks() {
        return IntStream.range(0, BLOCKS)
                .mapToObj(i -> Cidr.parse("127." + i / 100 + "." + i % 100 * 2 + ".0/24"))
                .toList();
    }

    /** Bans, once the manager is built. */
    void close(PeerManager manager) {
        if (this != BANS) {
            return;
        }
        for (int i = 0; i < BANNED; i++) {
            // Nobody's id is as short; prefixes are loopback's.
            byte[] id = {(byte) i, (byte) (i >> 8), 1};
            manager.bans().ban(id, BanReason.BY_HAND);
            long lo = IpAddress.parse("127." + i / 250 + "." + i % 250 + ".1").lo();
            manager.bans().banPrefix(0, lo, 24, BanReason.BY_HAND);
            manager.tick();
        }
    }
}
