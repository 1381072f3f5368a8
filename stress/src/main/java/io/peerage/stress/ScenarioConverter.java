/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress;

import io.peerage.stress.scenario.ScenarioKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a scenario. */
final class ScenarioConverter implements ITypeConverter<ScenarioKind> {
    @Override
    public ScenarioKind convert(String text) {
        for (ScenarioKind kind : ScenarioKind.values()) {
            if (kind.label().equals(text)) {
                return kind;
            }
        }
        throw new TypeConversionException(
                "'" + text + "' is no scenario; there are " + ScenarioKind.labels());
    }
}
