/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import io.peerage.model.Counter;
import io.peerage.model.Result;
import io.peerage.stress.oracle.Contract;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many attempts came in since the round began from each prefix that has a rate of its own, and how many the rate let past.
 *
 * <p><b>Threading</b>: any thread; {@link #begin} and {@link #audit} at rest. <b>Progress</b>: wait-free, no allocation.
 */
final class RateBook {
    private final Accounts all;
    private final AtomicLongArray attempts;
    private final AtomicLongArray passed;
    private long start;

    RateBook(Accounts all) {
        this.all = all;
        this.attempts = new AtomicLongArray(all.prefixes.count());
        this.passed = new AtomicLongArray(all.prefixes.count());
        this.start = all.clock.nanoTime();
    }

    /** All prefixes have all their tokens again: long enough has nobody come in. */
    void begin() {
        start = all.clock.nanoTime();
        for (int prefix = 0; prefix < passed.length(); prefix++) {
            attempts.set(prefix, 0);
            passed.set(prefix, 0);
        }
    }

    /** An attempt is about to come in. */
    void attempt(int address) {
        int prefix = all.addresses.prefix(address, 0);
        if (prefix >= 0) {
            attempts.incrementAndGet(prefix);
        }
    }

    /** What admission has answered. */
    void answered(int address, long answer) {
        int prefix = all.addresses.prefix(address, 0);
        boolean refused = answer == Result.RATE_LIMIT.code();
        if (prefix < 0) {
            if (refused) {
                all.violations.found(Contract.RATES, "an address without a prefix has a rate");
            }
            return;
        }
        if (refused) {
            if (attempts.get(prefix) <= Setting.BURST) {
                all.violations.found(
                        Contract.RATES,
                        "attempts of a prefix that is refused",
                        attempts.get(prefix),
                        Setting.BURST + 1);
            }
        } else if (answer != Result.PREFIX_BANNED.code()) {
            passed.incrementAndGet(prefix);
        }
    }

    /** Compares what passed with what may have, unless prefixes were forgotten for want of room. */
    void audit() {
        if (all.manager().counter(Counter.RATES_FORGOTTEN) > 0) {
            return;
        }
        long most = Setting.BURST + (all.clock.nanoTime() - start) / Setting.TOKEN + 1;
        for (int prefix = 0; prefix < passed.length(); prefix++) {
            if (passed.get(prefix) > most) {
                all.violations.found(
                        Contract.RATES, "attempts let in from a prefix", passed.get(prefix), most);
            }
        }
    }
}
