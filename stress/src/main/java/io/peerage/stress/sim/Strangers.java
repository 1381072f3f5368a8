/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The hosts without a manager: seeds, which know who came lately, tell of them and hang up, and attackers.
 *
 * <p><b>Threading</b>: one thread.
 */
final class Strangers {
    private static final long SEED_TALKS = Duration.ofSeconds(10).toNanos();
    private static final int REMEMBERED = 1_024;

    private final Network network;
    private final Hosts hosts;
    private final Random64 random;
    private final @Nullable Attack attack;
    private final IntArrayList[] links;
    private final IntArrayList recent = new IntArrayList();
    private int oldest;
    private long honestRefused;
    private long attackersRefused;

    Strangers(Network network, SimScenario scenario, long seed) {
        this.network = network;
        this.hosts = network.hosts();
        this.random = Random64.of(seed, 0x57);
        this.attack = scenario.on(network, this, Random64.of(seed, 0xa7));
        this.links = new IntArrayList[hosts.size() - hosts.honest()];
        for (int i = 0; i < links.length; i++) {
            links[i] = new IntArrayList();
        }
    }

    void start() {
        if (attack != null) {
            attack.start();
        }
    }

    void act(int host) {
        if (attack != null) {
            attack.happen(host);
        }
    }

    boolean admits(int host) {
        return hosts.isSeed(host) || attack != null;
    }

    boolean completes(int dialer) {
        return !hosts.isAttacker(dialer) || attack != null && attack.completes();
    }

    void opened(int host, int link) {
        links[host - hosts.honest()].add(link);
        if (hosts.isSeed(host)) {
            int visitor = network.links().host(link, Links.DIALER);
            if (hosts.tells(visitor)) {
                remember(visitor);
            }
            letGo(link, SEED_TALKS);
        } else if (attack != null) {
            attack.opened(link);
        }
    }

    private void remember(int visitor) {
        if (recent.size() < REMEMBERED) {
            recent.add(visitor);
        } else {
            recent.set(oldest, visitor);
            oldest = (oldest + 1) % REMEMBERED;
        }
    }

    /** The end of a link that has no manager hangs up after a while. */
    void letGo(int link, long nanos) {
        network.later(
                nanos, EventWord.of(EventKind.LET_GO, link, network.links().generation(link)));
    }

    void closed(int host, int link) {
        links[host - hosts.honest()].rem(link);
    }

    /** The open links of a host without a manager. */
    IntArrayList linksOf(int host) {
        return links[host - hosts.honest()];
    }

    /** Whether a link between the two is open, or being made by the host. */
    boolean isLinked(int host, int other) {
        IntArrayList own = linksOf(host);
        for (int i = 0; i < own.size(); i++) {
            int link = own.getInt(i);
            if (network.links().host(link, Links.DIALER) == other
                    || network.links().host(link, Links.DIALED) == other) {
                return true;
            }
        }
        return false;
    }

    /** Of whom a host tells a node that asks for addresses; {@link Hosts#NONE} for nobody. */
    int tell(int host) {
        if (hosts.isSeed(host)) {
            return recent.isEmpty() ? Hosts.NONE : recent.getInt(random.below(recent.size()));
        }
        return attack == null ? Hosts.NONE : attack.tell();
    }

    boolean relays() {
        return attack != null && attack.relays();
    }

    /** An honest node has refused a dial of a host with this code. */
    void refused(int dialer, long code) {
        network.tallies().refused(code);
        if (hosts.isAttacker(dialer)) {
            attackersRefused++;
        } else {
            honestRefused++;
        }
    }

    /** How many dials of honest nodes were refused. */
    long honestRefused() {
        return honestRefused;
    }

    /** How many dials of attackers were refused. */
    long attackersRefused() {
        return attackersRefused;
    }
}
