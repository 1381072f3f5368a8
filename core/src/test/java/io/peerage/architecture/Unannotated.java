/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.architecture;

/** Holds classes whose names promise a contract that they don't state; a fixture. */
final class Unannotated {
    private Unannotated() {}

    static final class StrayTable {}

    static final class StrayTree {}
}
