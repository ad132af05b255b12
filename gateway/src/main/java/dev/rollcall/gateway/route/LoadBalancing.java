package dev.rollcall.gateway.route;

import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.context.annotation.Configuration;

/**
 * Lets Spring Cloud LoadBalancer choose among the instances that are known here, in turn.
 */
@Configuration(proxyBeanMethods = false)
@LoadBalancerClients(defaultConfiguration = InstanceListConfiguration.class)
class LoadBalancing {

}
