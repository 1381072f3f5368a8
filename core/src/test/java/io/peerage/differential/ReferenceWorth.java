/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import io.peerage.config.ScoreConfig;
import io.peerage.config.TagKind;
import io.peerage.model.ScoreVerdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is thought of peers, by handle, and of those that are gone, by id: scores, tags, protections. Guarded by its keeper. */
final class ReferenceWorth {
    private static final int SCORE_PARTS = 64;
    private static final int TAG_PARTS = 256;
    static final int PLAIN = 0;
    static final int LEAST = -5;
    static final int MOST = 9;

    private final ScoreConfig config;
    private final Map<Long, Halving> own = new HashMap<>();
    private final Map<Long, Integer> external = new HashMap<>();
    private final Map<Long, Integer> plain = new HashMap<>();
    private final Map<Long, Halving> decaying = new HashMap<>();
    private final Map<Long, Set<Integer>> names = new HashMap<>();
    private final Map<Integer, Halving> bad = new HashMap<>();

    ReferenceWorth(ScoreConfig config) {
        this.config = config;
    }

    /** A peer is new: it starts with what is remembered of it. */
    void begin(KnownPeer peer) {
        own.put(peer.handle, bad.getOrDefault(peer.id, Halving.ZERO));
    }

    /** A peer is gone: a bad score is remembered. */
    void end(KnownPeer peer, int now) {
        Halving score = own.get(peer.handle);
        if (points(score, now) <= config.rememberedAt()) {
            bad.put(peer.id, score);
        } else {
            bad.remove(peer.id);
        }
    }

    private static int points(Halving score, int now) {
        return (int) (score.at(now) / SCORE_PARTS);
    }

    /** Adds to the score; the verdict. */
    ScoreVerdict add(KnownPeer peer, int thousandths, int now) {
        long most = (long) ScoreConfig.MOST * SCORE_PARTS;
        long more =
                (long) Math.max(-2 * ScoreConfig.MOST, Math.min(2 * ScoreConfig.MOST, thousandths))
                        * SCORE_PARTS;
        own.put(peer.handle, own.get(peer.handle).plus(more, -most, most, now));
        return verdict(peer, now);
    }

    /** The score elsewhere is this, in points; the verdict. */
    ScoreVerdict external(KnownPeer peer, int points, int now) {
        int cap = config.externalCap();
        external.put(peer.handle, Math.max(-cap, Math.min(cap, points * 1_000)));
        return verdict(peer, now);
    }

    ScoreVerdict verdict(KnownPeer peer, int now) {
        int total = total(peer, now);
        if (total <= config.banAt()) {
            return ScoreVerdict.BAN;
        }
        return total <= config.disconnectAt() ? ScoreVerdict.DISCONNECT : ScoreVerdict.NONE;
    }

    int score(KnownPeer peer, int now) {
        return points(own.get(peer.handle), now);
    }

    int total(KnownPeer peer, int now) {
        int score = score(peer, now);
        if (score <= config.ownAloneAt()) {
            return score;
        }
        int sum = score + external.getOrDefault(peer.handle, 0);
        return Math.max(-ScoreConfig.MOST, Math.min(ScoreConfig.MOST, sum));
    }

    void tag(KnownPeer peer, int kind, int amount, boolean added, int now) {
        if (kind == PLAIN) {
            long before = added ? plain.getOrDefault(peer.handle, 0) : 0;
            plain.put(peer.handle, (int) Math.max(LEAST, Math.min(MOST, before + amount)));
        } else {
            Halving before =
                    added ? decaying.getOrDefault(peer.handle, Halving.ZERO) : Halving.ZERO;
            long bound = (long) TagKind.MOST_DECAYING * TAG_PARTS;
            decaying.put(peer.handle, before.plus((long) amount * TAG_PARTS, -bound, bound, now));
        }
    }

    long tag(KnownPeer peer, int kind, int now) {
        return kind == PLAIN
                ? plain.getOrDefault(peer.handle, 0) * 1_000L
                : decaying.getOrDefault(peer.handle, Halving.ZERO).at(now) * 1_000 / TAG_PARTS;
    }

    /** Adds a name to those that protect a peer, or takes it away; whether there is any left. */
    boolean protect(KnownPeer peer, int name, boolean on) {
        Set<Integer> of = names.computeIfAbsent(peer.handle, handle -> new TreeSet<>());
        if (on) {
            of.add(name);
        } else {
            of.remove(name);
        }
        return !of.isEmpty();
    }

    boolean isProtected(KnownPeer peer, int name) {
        return names.getOrDefault(peer.handle, Set.of()).contains(name);
    }

    /** What comes through a restart: bad scores of those that are gone, in whole thousandths. */
    ReferenceWorth restarted(int now) {
        ReferenceWorth next = new ReferenceWorth(config);
        bad.forEach(
                (id, score) -> {
                    int points = points(score, now);
                    if (points <= config.rememberedAt()) {
                        next.bad.put(id, new Halving((long) points * SCORE_PARTS, now));
                    }
                });
        return next;
    }

    /** A peer comes back from before a restart with this score. */
    void restore(KnownPeer peer, int thousandths, int now) {
        own.put(peer.handle, new Halving((long) thousandths * SCORE_PARTS, now));
    }
}
