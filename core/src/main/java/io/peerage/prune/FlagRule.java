/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.config.ProtectionKind;

/** Spares every row whose flags say so. Owner thread, O(n), no allocation. */
final class FlagRule implements ProtectionRule {
    private final int flag;
    private final boolean ifSet;

    private FlagRule(int flag, boolean ifSet) {
        this.flag = flag;
        this.ifSet = ifSet;
    }

    /** The rule of a kind that spares all that it is about. */
    static FlagRule of(ProtectionKind kind) {
        return switch (kind) {
            case PROTECTED -> new FlagRule(PruneCandidates.PROTECTED, true);
            case PERSISTENT -> new FlagRule(PruneCandidates.PERSISTENT, true);
            case IN_GRACE -> new FlagRule(PruneCandidates.IN_GRACE, true);
            case OUTBOUND -> new FlagRule(PruneCandidates.INBOUND, false);
            default -> throw new IllegalArgumentException(kind + " does not spare by a flag");
        };
    }

    /** Whether it spares a row with these flags. */
    boolean spares(int flags) {
        return (flags & flag) != 0 == ifSet;
    }

    @Override
    public void protect(PrunePool pool, int count) {
        pool.spare(ifSet ? pool.gather(flag) : pool.gatherOutbound());
    }
}
