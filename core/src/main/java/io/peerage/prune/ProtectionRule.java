/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.config.ProtectionKind;

/**
 * Spares some of a pool; called by the owner thread, a pure function of the pool. <b>Origin</b>: features E2, E4.
 */
interface ProtectionRule {
    /** Of rows that a rule leaves equal, the oldest are spared. */
    TieBreak OLDEST = (candidates, row) -> Long.MAX_VALUE - candidates.age(row);

    /** Spares as many rows as the policy's count says. */
    void protect(PrunePool pool, int count);

    /** The rule of a kind. */
    static ProtectionRule of(ProtectionKind kind) {
        return switch (kind) {
            case PROTECTED, PERSISTENT, IN_GRACE, OUTBOUND -> FlagRule.of(kind);
            case NETGROUP -> new KeyedNetgroupRule();
            case LOWEST_PING -> new LowestPingRule();
            case LATEST_MESSAGE -> new LatestMessageRule();
            case LATEST_BLOCK_ONLY -> new LatestBlockRule(true);
            case LATEST_BLOCK -> new LatestBlockRule(false);
            case UPTIME -> new UptimeRule();
        };
    }
}
