/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

/** A number that halves at each half-life, kept to the 64th or 256th; times in half-lives. */
record Halving(long parts, int since) {
    static final Halving ZERO = new Halving(0, 0);

    long at(int now) {
        int halvings = Math.min(62, now - since);
        return parts < 0 ? -(-parts >> halvings) : parts >> halvings;
    }

    Halving plus(long more, long least, long most, int now) {
        return new Halving(Math.max(least, Math.min(most, at(now) + more)), now);
    }
}
