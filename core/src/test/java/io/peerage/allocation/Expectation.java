/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.allocation;

/** What an operation that is measured must have done: it allocates only when it fails, which AssertJ doesn't promise. */
final class Expectation {
    private Expectation() {}

    static void expect(boolean fact) {
        if (!fact) {
            throw new AssertionError("not as expected");
        }
    }
}
