/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.oracle;

import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts broken contracts and describes the first few.
 *
 * <p><b>Threading</b>: any thread. A contract that the manager under test doesn't claim is checked all the same, so that the
 * audit costs the same, and then not counted. <b>Memory</b>: allocates for the first {@value #DESCRIBED} violations only.
 */
public final class Violations {
    /** How many are described. */
    public static final int DESCRIBED = 12;

    private final Set<Contract> claimed;
    private final AtomicLongArray counts = new AtomicLongArray(Contract.values().length);
    private final AtomicLong total = new AtomicLong();
    private final Queue<String> descriptions = new ConcurrentLinkedQueue<>();

    /** Nothing is broken yet. */
    public Violations(Set<Contract> claimed) {
        this.claimed = claimed.isEmpty() ? EnumSet.noneOf(Contract.class) : EnumSet.copyOf(claimed);
    }

    /** A contract is broken. */
    public void found(Contract contract, String what, long said, long expected) {
        if (!claimed.contains(contract)) {
            return;
        }
        counts.incrementAndGet(contract.ordinal());
        if (total.incrementAndGet() <= DESCRIBED) {
            descriptions.add(
                    contract.title() + ": " + what + " is " + said + ", expected " + expected);
        }
    }

    /** A contract is broken, in words. */
    public void found(Contract contract, String what) {
        if (!claimed.contains(contract)) {
            return;
        }
        counts.incrementAndGet(contract.ordinal());
        if (total.incrementAndGet() <= DESCRIBED) {
            descriptions.add(contract.title() + ": " + what);
        }
    }

    /** Reports the contract unless two numbers are equal. */
    void unlessEqual(Contract contract, String what, long said, long expected) {
        if (said != expected) {
            found(contract, what, said, expected);
        }
    }

    /** How many there are. */
    public long count() {
        return total.get();
    }

    /** How many there are of one contract. */
    public long count(Contract contract) {
        return counts.get(contract.ordinal());
    }

    /** The first ones. */
    public List<String> descriptions() {
        return List.copyOf(descriptions);
    }
}
