/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FloorsTest {
    @Test
    void everyRowHasAReviewedFloorAndEveryFloorARow() {
        Floors floors = Floors.reviewed();
        Set<Floors.Floor> used = new HashSet<>();
        for (Operation operation : Operations.all()) {
            for (Effort effort : Effort.values()) {
                for (Setting setting : effort.settings(operation)) {
                    used.add(floors.of(operation, setting));
                }
            }
        }

        assertThat(floors.lines()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void whoHasAFloorHasAYardstick() {
        Floors floors = Floors.reviewed();
        for (Operation operation : Operations.all()) {
            if (operation.yardsticks().isEmpty()) {
                for (Setting setting : operation.full()) {
                    assertThat(floors.of(operation, setting).ratio()).as(operation.name()).isNull();
                }
            }
        }
    }

    @Test
    void theFirstLineThatFitsCounts() {
        Floors floors =
                Floors.parse(
                        """
                        # a comment

                        asked,100,2,4,0.5,two threads, of a hundred
                        asked,100,*,3,0.5,a hundred
                        asked,*,*,-,-,the rest
                        """);

        assertThat(floors.of(Synthetic.OPERATION, new Setting(100, 2)).ratio()).isEqualTo(4);
        assertThat(floors.of(Synthetic.OPERATION, new Setting(100, 2)).reason())
                .isEqualTo("two threads, of a hundred");
        assertThat(floors.of(Synthetic.OPERATION, new Setting(100, 1)).ratio()).isEqualTo(3);
        assertThat(floors.of(Synthetic.OPERATION, new Setting(99, 1)).ratio()).isNull();
    }

    @Test
    void aLineThatCannotBeUnderstoodIsNamed() {
        List<String> lines =
                List.of(
                        "asked,*,*,3,0.5",
                        "asked,*,*,3,0.5, ",
                        "asked,*,*,three,0.5,why",
                        "asked,many,*,3,0.5,why");
        for (String line : lines) {
            assertThatThrownBy(() -> Floors.parse("# one\n" + line))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line 2 is '" + line.strip());
        }
    }

    @Test
    void anOperationWithoutAFloorIsNamed() {
        assertThatThrownBy(() -> Floors.parse("").of(Synthetic.OPERATION, Synthetic.SETTING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no floor for asked");
    }

    @Test
    void namesAreUniqueAndFitForFiles() {
        List<String> names = new ArrayList<>();
        Operations.all().forEach(operation -> names.add(operation.name()));

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9-]+"));
    }
}
