/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.architecture;

/** Holds a class whose name promises a contract that it doesn't state; a fixture. */
final class Unannotated {
    private Unannotated() {}

    static final class StrayTable {}
}
