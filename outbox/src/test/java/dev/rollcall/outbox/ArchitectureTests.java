package dev.rollcall.outbox;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.rollcall.outbox", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	final ArchRule classesHaveNoCycles = slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles();

	@ArchTest
	final ArchRule otherModulesAreNotKnown = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.rollcall.projection..");

}
