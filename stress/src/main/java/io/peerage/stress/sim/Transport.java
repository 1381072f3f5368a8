/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.Outcome;
import io.peerage.stress.population.Random64;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries dials, handshakes, questions and hang-ups from host to host, late and not always.
 *
 * <pre>
 *   dial ──one way──► admitted ──two and a half ways──► handshake done ──► open at both ends
 *     │                  └─ refused ──one way──► REFUSED
 *     ├─ nobody there, behind a NAT, or lost ──8 s──► TIMEOUT
 *     └─ offline: TIMEOUT, or REFUSED by what answers in its place
 * </pre>
 *
 * <p>One dial in fifty is lost, an open link breaks after 6 h on average. <b>Threading</b>: one thread. <b>Units</b>: nanoseconds.
 */
final class Transport {
    private static final long TIMEOUT = Duration.ofSeconds(8).toNanos();
    private static final double BREAKS = Duration.ofHours(6).toNanos();
    private static final double LOST = 0.02;
    private static final double ANSWERED_FOR = 0.3;

    private final Network network;
    private final Hosts hosts;
    private final Links links;
    private final Random64 random;
    private final byte[] id = new byte[Hosts.ID_BYTES];

    Transport(Network network, long seed) {
        this.network = network;
        this.hosts = network.hosts();
        this.links = network.links();
        this.random = Random64.of(seed, 0x7a);
    }

    // Dials

    /** An honest node dials an address, where it expects a host. */
    void dial(SimNode dialer, long ticket, int expected, long hi, long lo, DialReason reason) {
        int there = hosts.at(hi, lo);
        boolean feeler = reason == DialReason.FEELER;
        network.tallies().dial(feeler);
        if (there == Hosts.NONE) {
            network.tallies().dialToNobody();
        } else if (hosts.isAttacker(there)) {
            network.tallies().dialToAttacker();
        }
        if (hosts.isSeed(expected)) {
            network.tallies().dialToSeed();
        }
        int link = links.add(dialer.host(), Math.max(0, there), expected, ticket, feeler);
        dialer.holds(link, Links.DIALER, ticket);
        send(link, there);
    }

    /** A host without a manager dials an honest node; the link. */
    int dialFrom(int dialer, int target) {
        int link = links.add(dialer, target, target, 0, false);
        send(link, target);
        return link;
    }

    private void send(int link, int there) {
        int from = links.host(link, Links.DIALER);
        if (there == Hosts.NONE || !hosts.isReachable(there) || random.unit() < LOST) {
            fail(link, DialOutcome.TIMEOUT, TIMEOUT);
        } else if (!network.isOnline(there)) {
            boolean answered = random.unit() < ANSWERED_FOR;
            fail(
                    link,
                    answered ? DialOutcome.REFUSED : DialOutcome.TIMEOUT,
                    answered ? 2 * hosts.latency(from, there) : TIMEOUT);
        } else {
            later(hosts.latency(from, there), EventKind.ARRIVE, link);
        }
    }

    private void later(long nanos, EventKind kind, int link) {
        network.later(nanos, EventWord.of(kind, link, links.generation(link)));
    }

    private void fail(int link, DialOutcome outcome, long nanos) {
        later(nanos, outcome == DialOutcome.TIMEOUT ? EventKind.TIME_OUT : EventKind.REFUSE, link);
    }

    /** A dial has reached its target. */
    void arrive(int link) {
        int from = links.host(link, Links.DIALER);
        int to = links.host(link, Links.DIALED);
        if (!links.isAlive(link, Links.DIALER)) {
            return;
        }
        long way = hosts.latency(from, to);
        if (!network.isOnline(to)) {
            fail(link, DialOutcome.TIMEOUT, TIMEOUT);
        } else if (admits(link, from, to)) {
            if (network.strangers().completes(from)) {
                later(2 * way + way / 2, EventKind.SHAKEN, link);
            }
        } else {
            fail(link, DialOutcome.REFUSED, way);
        }
    }

    private boolean admits(int link, int from, int to) {
        SimNode node = network.node(to);
        if (node == null) {
            boolean admitted = network.strangers().admits(to);
            if (admitted) {
                links.raise(link, Links.DIALED, 0);
            }
            return admitted;
        }
        long ticket = node.manager().admitInbound(hosts.hi(from), hosts.lo(from));
        if (ticket < 0) {
            network.strangers().refused(from, ticket);
            return false;
        }
        links.raise(link, Links.DIALED, ticket);
        node.holds(link, Links.DIALED, ticket);
        return true;
    }

    /** A handshake is done, if both ends still want it; else one of them is about to hear that the other doesn't. */
    void shaken(int link) {
        if (!links.isAlive(link, Links.DIALER) || !links.isAlive(link, Links.DIALED)) {
            return;
        }
        int from = links.host(link, Links.DIALER);
        SimNode dialer = network.node(from);
        SimNode dialed = network.node(links.host(link, Links.DIALED));
        if (links.expected(link) != links.host(link, Links.DIALED)) {
            failed(link, DialOutcome.WRONG_ID);
            end(link, Links.DIALED);
        } else if (dialed != null && !isEstablished(link, from, dialed)) {
            failed(link, DialOutcome.REFUSED);
        } else if (dialer != null && !isEstablished(link, dialer)) {
            end(link, Links.DIALED);
        } else {
            open(link, dialer, dialed);
        }
    }

    private boolean isEstablished(int link, int from, SimNode dialed) {
        hosts.writeId(from, id);
        int outcome = dialed.manager().establishInbound(links.handle(link, Links.DIALED), id);
        if (Outcome.isRefused(outcome)) {
            network.strangers().refused(from, outcome);
            die(link, Links.DIALED);
            return false;
        }
        return true;
    }

    private boolean isEstablished(int link, SimNode dialer) {
        int outcome = dialer.manager().establishOutbound(links.handle(link, Links.DIALER));
        if (Outcome.isRefused(outcome)) {
            network.tallies().ended(DialOutcome.CANCELLED, isAside(link));
            die(link, Links.DIALER);
            return false;
        }
        return true;
    }

    private void open(int link, @Nullable SimNode dialer, @Nullable SimNode dialed) {
        int from = links.host(link, Links.DIALER);
        int to = links.host(link, Links.DIALED);
        links.opened(link);
        if (dialer == null) {
            network.strangers().opened(from, link);
        } else {
            network.tallies().ended(DialOutcome.ESTABLISHED, isAside(link));
            dialer.opened(link, Links.DIALER, to);
            ask(link, Links.DIALER);
        }
        if (dialed == null) {
            network.strangers().opened(to, link);
        } else {
            dialed.opened(link, Links.DIALED, from);
        }
        double lasts = -BREAKS * StrictMath.log(1 - random.unit());
        later((long) lasts, EventKind.BREAK, link);
    }

    /** A dial ends without a connection. */
    void failed(int link, DialOutcome outcome) {
        if (!links.isAlive(link, Links.DIALER)) {
            return;
        }
        SimNode dialer = network.node(links.host(link, Links.DIALER));
        if (dialer != null) {
            network.tallies().ended(outcome, isAside(link));
            dialer.manager().dialing().failed(links.handle(link, Links.DIALER), outcome);
        }
        die(link, Links.DIALER);
    }

    // Feelers and visits of seeds are to learn something, and never to be kept.
    private boolean isAside(int link) {
        return links.isFeeler(link) || hosts.isSeed(links.expected(link));
    }

    /** A dial has taken too long. */
    void timedOut(int link) {
        failed(link, DialOutcome.TIMEOUT);
    }

    /** A dialer hears that it was refused. */
    void refused(int link) {
        failed(link, DialOutcome.REFUSED);
    }

    /** The end without a manager hangs up. */
    void letGo(int link) {
        boolean managed = network.node(links.host(link, Links.DIALER)) != null;
        hangUp(link, managed ? Links.DIALED : Links.DIALER, 0);
    }

    /** An end asks the other for addresses. */
    void ask(int link, int end) {
        long way = hosts.latency(links.host(link, Links.DIALER), links.host(link, Links.DIALED));
        later(
                2 * way,
                end == Links.DIALER ? EventKind.ANSWER_TO_DIALER : EventKind.ANSWER_TO_DIALED,
                link);
    }

    // Hanging up

    /** An end hangs up; the other hears of it when the message is there, or later. */
    void hangUp(int link, int end, long lateNanos) {
        if (links.isAlive(link, end)) {
            tellOther(link, end, lateNanos);
            end(link, end);
        }
    }

    /** An end hears that the other has hung up. */
    void hungUpOn(int link, int end) {
        if (end == Links.DIALER && !links.isShaken(link, end)) {
            failed(link, DialOutcome.HANDSHAKE);
        } else {
            end(link, end);
        }
    }

    /** Both ends find the link broken. */
    void broken(int link) {
        end(link, Links.DIALER);
        end(link, Links.DIALED);
    }

    /** The lease of an end's ticket has run out. */
    void expired(int link, int end) {
        if (end == Links.DIALER) {
            network.tallies().ended(DialOutcome.TIMEOUT, isAside(link));
        }
        tellOther(link, end, 0);
        die(link, end);
    }

    private void tellOther(int link, int end, long lateNanos) {
        if (links.isAlive(link, 1 - end)) {
            long way = hosts.latency(links.host(link, end), links.host(link, 1 - end));
            later(
                    way + lateNanos,
                    end == Links.DIALER ? EventKind.HUNG_UP_ON_DIALED : EventKind.HUNG_UP_ON_DIALER,
                    link);
        }
    }

    private void end(int link, int end) {
        if (!links.isAlive(link, end)) {
            return;
        }
        SimNode node = network.node(links.host(link, end));
        if (node != null) {
            if (end == Links.DIALER && !links.isShaken(link, end)) {
                network.tallies().ended(DialOutcome.CANCELLED, isAside(link));
            }
            node.manager().close(links.handle(link, end));
        }
        die(link, end);
    }

    private void die(int link, int end) {
        int host = links.host(link, end);
        SimNode node = network.node(host);
        boolean wasShaken = links.isShaken(link, end);
        links.drop(link, end);
        if (node == null) {
            network.strangers().closed(host, link);
        } else {
            node.holdsNot(link, end, wasShaken);
        }
    }
}
