package dev.rollcall.pages;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.rollcall.pages", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	final ArchRule packagesHaveNoCycles = slices().matching("dev.rollcall.pages.(*)..").should().beFreeOfCycles();

	@ArchTest
	final ArchRule pagesOwnNothing = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.data..", "org.apache.kafka..", "com.mongodb..", "java.sql..");

}
