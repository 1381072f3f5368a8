/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.concurrent.StripedCounters;
import io.peerage.config.ScoreConfig;
import io.peerage.config.TagConfig;
import io.peerage.peer.TenantColumn;
import io.peerage.prune.PeerValue;
import io.peerage.reputation.BadScoreKeeper;
import io.peerage.reputation.BadScoreTable;
import io.peerage.reputation.PeerScores;
import io.peerage.reputation.ProtectionColumn;
import io.peerage.reputation.TagTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is thought of peers, column by column; scores only where they are configured. Immutable. */
record ReputationParts(
        @Nullable ScoreConfig config,
        @Nullable PeerScores scores,
        @Nullable BadScoreKeeper memory,
        TagTable tags,
        ProtectionColumn protections) {

    static ReputationParts of(
            int peers,
            int namedBytes,
            @Nullable ScoreConfig config,
            TagConfig tagConfig,
            StripedCounters counters,
            long now) {
        TagTable tags = new TagTable(peers, tagConfig, now);
        ProtectionColumn protections = new ProtectionColumn(peers, tagConfig);
        if (config == null) {
            return new ReputationParts(null, null, null, tags, protections);
        }
        BadScoreTable bad = new BadScoreTable(config);
        PeerScores scores = new PeerScores(peers, config, bad, now);
        return new ReputationParts(
                config,
                scores,
                new BadScoreKeeper(config, namedBytes, scores, bad, counters),
                tags,
                protections);
    }

    /** The columns that begin anew with each tenant of a peer's slot. */
    TenantColumn[] followers() {
        List<TenantColumn> followers = new ArrayList<>(List.of(tags, protections));
        if (scores != null) {
            followers.add(scores);
        }
        return followers.toArray(new TenantColumn[0]);
    }

    /** What a peer is worth keeping for: its tags and its score. */
    int worth(int peer, int generation, long now) {
        PeerScores known = scores;
        return PeerValue.of(
                tags.sum(peer, generation, now),
                known == null ? 0 : known.total(peer, generation, now));
    }

    /** The bytes of memory beside the followers'. */
    long otherBytes() {
        return memory == null ? 0 : memory.bytes();
    }
}
