package dev.peregrine.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** Every class of ours but the tests', read once. */
final class OurClasses {
    private static final String TESTS_OF_SEVERAL_MODULES = "/dev/peregrine/testing/";

    static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains(TESTS_OF_SEVERAL_MODULES))
                    .importPackages("dev.peregrine");

    private OurClasses() {}
}
