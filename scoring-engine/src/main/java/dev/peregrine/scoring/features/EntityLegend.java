package dev.peregrine.scoring.features;

import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FieldNames;
import dev.peregrine.policy.condition.Condition;
import java.util.List;

/** What the numbers in the layout of an entity type stand for. Immutable. */
public final class EntityLegend {
    private final EntitySpec entity;
    private final List<Column> columns;
    private final List<Condition> conditions;

    EntityLegend(EntitySpec entity, List<Column> columns, List<Condition> conditions) {
        this.entity = entity;
        this.columns = List.copyOf(columns);
        this.conditions = List.copyOf(conditions);
    }

    /** The entity type as the policy has it. */
    public EntitySpec entity() {
        return entity;
    }

    /** What each column of an event holds. */
    public List<String> columns(FieldNames names) {
        return columns.stream().map(column -> column.describe(names)).toList();
    }

    /** What each condition asks, as CEL. */
    public List<String> conditions(FieldNames names) {
        return conditions.stream().map(names::of).toList();
    }
}
