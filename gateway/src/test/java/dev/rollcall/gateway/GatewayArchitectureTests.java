package dev.rollcall.gateway;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "dev.rollcall.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class GatewayArchitectureTests {

	@ArchTest
	final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
		.matching("dev.rollcall.gateway.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	final ArchRule noOtherModuleIsUsed = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.rollcall.registration..", "dev.rollcall.session..", "dev.rollcall.notification..",
				"dev.rollcall.outbox..", "dev.rollcall.projection..");

}
