package io.turnpike.gateway.routing;

import io.turnpike.thrift.json.MappingOptions;

/**
 * What a service chooses of the mapping between JSON and Thrift; see {@code docs/json-mapping.md}.
 *
 * @param rejectUnknownFields whether a JSON field that the IDL does not know is a fault
 * @param int64AsText whether i64 is text in replies
 * @param nonFiniteAsNull whether NaN and infinities become null in replies
 * @param enumAsNumber whether enums are numbers in replies
 */
public record ServiceOptions(
        boolean rejectUnknownFields, boolean int64AsText, boolean nonFiniteAsNull, boolean enumAsNumber) {

    public static final ServiceOptions DEFAULTS = new ServiceOptions(false, false, false, false);

    /** These choices within limits that are the gateway's. */
    MappingOptions mapping(MappingOptions gateway) {
        return new MappingOptions(
                rejectUnknownFields,
                int64AsText,
                nonFiniteAsNull,
                enumAsNumber,
                gateway.jsonBytes(),
                gateway.jsonDepth(),
                gateway.limits());
    }
}
