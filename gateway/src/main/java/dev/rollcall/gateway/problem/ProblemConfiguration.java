package dev.rollcall.gateway.problem;

import dev.rollcall.web.Problems;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Writes problems. */
@Configuration(proxyBeanMethods = false)
@Import(Problems.class)
class ProblemConfiguration {

}
