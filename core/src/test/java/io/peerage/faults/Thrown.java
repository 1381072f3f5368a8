/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.faults;

import java.io.IOException;
import java.util.function.Supplier;

/** All that user code can throw. */
enum Thrown {
    EXCEPTION(() -> new IllegalStateException("planted")),
    /** As Kotlin throws it, or generics, where Java declares none. */
    CHECKED(() -> new IOException("planted")),
    INTERRUPTED(() -> new InterruptedException("planted")),
    OUT_OF_MEMORY(() -> new OutOfMemoryError("planted")),
    LINKAGE(() -> new NoClassDefFoundError("planted")),
    /** As ThreadDeath. */
    BARE_ERROR(() -> new Error("planted")),
    BARE_THROWABLE(() -> new Throwable("planted")),
    STACK_OVERFLOW(() -> new StackOverflowError("planted")) {
        @Override
        void raise() {
            raise(1);
        }

        // Without end on purpose.
        @SuppressWarnings("InfiniteRecursion")
        private int raise(int depth) {
            return depth < 0 ? depth : raise(depth + 1) + 1;
        }
    };

    // The suppliers have no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<Throwable> made;

    Thrown(Supplier<Throwable> made) {
        this.made = made;
    }

    /** Throws it. */
    void raise() {
        Thrown.<RuntimeException>sneak(made.get());
    }

    @SuppressWarnings("unchecked") // Which is what makes it sneaky.
    private static <T extends Throwable> void sneak(Throwable error) throws T {
        throw (T) error;
    }
}
