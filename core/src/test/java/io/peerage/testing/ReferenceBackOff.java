/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import io.peerage.config.BackOffConfig;

/** A peer's failed dials and what follows from them, under a policy without jitter. */
final class ReferenceBackOff {
    private static final long UNIT = 65_536;

    /** Whether anything stands here that a connection has to forget. */
    boolean noted;

    private int failures;
    private boolean givenUp;
    private Long until;

    boolean isWaiting(long now) {
        return noted && until != null && until - now > 0;
    }

    boolean isUnreachable(long now) {
        return givenUp && isWaiting(now);
    }

    int failures() {
        return failures;
    }

    long remaining(long now) {
        return isWaiting(now) ? until - now : 0;
    }

    void failed(BackOffConfig policy, long now) {
        failures = givenUp && !(until - now > 0) ? 1 : failures + 1;
        givenUp = policy.givesUpAfter(failures);
        waitUntil(now + (givenUp ? policy.probationNanos() : policy.waitNanos(failures)));
    }

    void postponed(long nanos, long now) {
        if (until != null && until - now > 0) {
            waitUntil(until - (now + nanos) > 0 ? until : now + nanos);
        } else {
            failures = givenUp ? 0 : failures;
            givenUp = false;
            waitUntil(now + nanos);
        }
    }

    // Rounded up to the unit, by the clock's own zero.
    private void waitUntil(long time) {
        until = Math.floorDiv(time + UNIT - 1, UNIT) * UNIT;
        noted = true;
    }

    void established(BackOffConfig policy) {
        if (policy.provenNanos() == 0 || givenUp) {
            forget();
        } else {
            until = null;
        }
    }

    void ended(BackOffConfig policy, long lasted, long now) {
        if (policy.provenNanos() == 0) {
            return;
        }
        boolean failedSince = isWaiting(now);
        if (lasted >= policy.provenNanos()) {
            forget();
            if (failedSince) {
                failed(policy, now);
            }
        } else {
            failed(policy, now);
        }
    }

    void shorten(long most, long now) {
        if (givenUp) {
            forget();
        } else if (remaining(now) > most) {
            waitUntil(now + most);
        }
    }

    void forget() {
        failures = 0;
        givenUp = false;
        until = null;
        noted = false;
    }
}
