// Written by Tests/embed-vectors.py; run it after a file of vectors/ was added, renamed or removed.
#include "CVectors.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_capabilities_yaml[] = {
#embed "../../vectors/capabilities.yaml"
};
static const unsigned char file_defects_attestation__more_yaml[] = {
#embed "../../vectors/defects/attestation-more.yaml"
};
static const unsigned char file_defects_attestation_yaml[] = {
#embed "../../vectors/defects/attestation.yaml"
};
static const unsigned char file_defects_audit__more_yaml[] = {
#embed "../../vectors/defects/audit-more.yaml"
};
static const unsigned char file_defects_canary_yaml[] = {
#embed "../../vectors/defects/canary.yaml"
};
static const unsigned char file_defects_client__metadata_yaml[] = {
#embed "../../vectors/defects/client-metadata.yaml"
};
static const unsigned char file_defects_details_yaml[] = {
#embed "../../vectors/defects/details.yaml"
};
static const unsigned char file_defects_discovery_yaml[] = {
#embed "../../vectors/defects/discovery.yaml"
};
static const unsigned char file_defects_exchange__more_yaml[] = {
#embed "../../vectors/defects/exchange-more.yaml"
};
static const unsigned char file_defects_exchange_yaml[] = {
#embed "../../vectors/defects/exchange.yaml"
};
static const unsigned char file_defects_general_yaml[] = {
#embed "../../vectors/defects/general.yaml"
};
static const unsigned char file_defects_issuance__more_yaml[] = {
#embed "../../vectors/defects/issuance-more.yaml"
};
static const unsigned char file_defects_issuance_yaml[] = {
#embed "../../vectors/defects/issuance.yaml"
};
static const unsigned char file_defects_observability_yaml[] = {
#embed "../../vectors/defects/observability.yaml"
};
static const unsigned char file_defects_possession_yaml[] = {
#embed "../../vectors/defects/possession.yaml"
};
static const unsigned char file_defects_posture_yaml[] = {
#embed "../../vectors/defects/posture.yaml"
};
static const unsigned char file_defects_publication_yaml[] = {
#embed "../../vectors/defects/publication.yaml"
};
static const unsigned char file_defects_registration_yaml[] = {
#embed "../../vectors/defects/registration.yaml"
};
static const unsigned char file_defects_revocation__more_yaml[] = {
#embed "../../vectors/defects/revocation-more.yaml"
};
static const unsigned char file_defects_revocation_yaml[] = {
#embed "../../vectors/defects/revocation.yaml"
};
static const unsigned char file_defects_signals_yaml[] = {
#embed "../../vectors/defects/signals.yaml"
};
static const unsigned char file_defects_status_yaml[] = {
#embed "../../vectors/defects/status.yaml"
};
static const unsigned char file_defects_transmitter_yaml[] = {
#embed "../../vectors/defects/transmitter.yaml"
};
static const unsigned char file_defects_unturned_yaml[] = {
#embed "../../vectors/defects/unturned.yaml"
};
static const unsigned char file_defects_workload__api_yaml[] = {
#embed "../../vectors/defects/workload-api.yaml"
};
static const unsigned char file_expectations_yaml[] = {
#embed "../../vectors/expectations.yaml"
};
static const unsigned char file_gaps_attestation_yaml[] = {
#embed "../../vectors/gaps/attestation.yaml"
};
static const unsigned char file_gaps_discovery_yaml[] = {
#embed "../../vectors/gaps/discovery.yaml"
};
static const unsigned char file_gaps_draft__text_yaml[] = {
#embed "../../vectors/gaps/draft-text.yaml"
};
static const unsigned char file_gaps_exchange_yaml[] = {
#embed "../../vectors/gaps/exchange.yaml"
};
static const unsigned char file_gaps_issuance_yaml[] = {
#embed "../../vectors/gaps/issuance.yaml"
};
static const unsigned char file_gaps_observability_yaml[] = {
#embed "../../vectors/gaps/observability.yaml"
};
static const unsigned char file_gaps_possession_yaml[] = {
#embed "../../vectors/gaps/possession.yaml"
};
static const unsigned char file_gaps_revocation_yaml[] = {
#embed "../../vectors/gaps/revocation.yaml"
};
static const unsigned char file_lint_target_yaml[] = {
#embed "../../vectors/lint/target.yaml"
};
static const unsigned char file_pairs_authgent__server_from__reference_yaml[] = {
#embed "../../vectors/pairs/authgent-server/from-reference.yaml"
};
static const unsigned char file_pairs_authgent__server_to__reference_yaml[] = {
#embed "../../vectors/pairs/authgent-server/to-reference.yaml"
};
static const unsigned char file_pairs_embedded_yaml[] = {
#embed "../../vectors/pairs/embedded.yaml"
};
static const unsigned char file_profiles_profiles_yaml[] = {
#embed "../../vectors/profiles/profiles.yaml"
};
static const unsigned char file_requirements_actor__profile_yaml[] = {
#embed "../../vectors/requirements/actor-profile.yaml"
};
static const unsigned char file_requirements_aims_attestation_yaml[] = {
#embed "../../vectors/requirements/aims/attestation.yaml"
};
static const unsigned char file_requirements_aims_authentication_yaml[] = {
#embed "../../vectors/requirements/aims/authentication.yaml"
};
static const unsigned char file_requirements_aims_authorization_yaml[] = {
#embed "../../vectors/requirements/aims/authorization.yaml"
};
static const unsigned char file_requirements_aims_credentials_yaml[] = {
#embed "../../vectors/requirements/aims/credentials.yaml"
};
static const unsigned char file_requirements_aims_cross__domain_yaml[] = {
#embed "../../vectors/requirements/aims/cross-domain.yaml"
};
static const unsigned char file_requirements_aims_discovery_yaml[] = {
#embed "../../vectors/requirements/aims/discovery.yaml"
};
static const unsigned char file_requirements_aims_document_yaml[] = {
#embed "../../vectors/requirements/aims/document.yaml"
};
static const unsigned char file_requirements_aims_human__in__the__loop_yaml[] = {
#embed "../../vectors/requirements/aims/human-in-the-loop.yaml"
};
static const unsigned char file_requirements_aims_identifier_yaml[] = {
#embed "../../vectors/requirements/aims/identifier.yaml"
};
static const unsigned char file_requirements_aims_observability_yaml[] = {
#embed "../../vectors/requirements/aims/observability.yaml"
};
static const unsigned char file_requirements_aims_policy__and__compliance_yaml[] = {
#embed "../../vectors/requirements/aims/policy-and-compliance.yaml"
};
static const unsigned char file_requirements_aims_privacy_yaml[] = {
#embed "../../vectors/requirements/aims/privacy.yaml"
};
static const unsigned char file_requirements_aims_provisioning_yaml[] = {
#embed "../../vectors/requirements/aims/provisioning.yaml"
};
static const unsigned char file_requirements_aims_tools_yaml[] = {
#embed "../../vectors/requirements/aims/tools.yaml"
};
static const unsigned char file_requirements_aims_transaction__tokens_yaml[] = {
#embed "../../vectors/requirements/aims/transaction-tokens.yaml"
};
static const unsigned char file_requirements_attestation__based__client__auth_yaml[] = {
#embed "../../vectors/requirements/attestation-based-client-auth.yaml"
};
static const unsigned char file_requirements_blocks_attestation_yaml[] = {
#embed "../../vectors/requirements/blocks/attestation.yaml"
};
static const unsigned char file_requirements_blocks_discovery_yaml[] = {
#embed "../../vectors/requirements/blocks/discovery.yaml"
};
static const unsigned char file_requirements_blocks_exchange_yaml[] = {
#embed "../../vectors/requirements/blocks/exchange.yaml"
};
static const unsigned char file_requirements_blocks_issuance_yaml[] = {
#embed "../../vectors/requirements/blocks/issuance.yaml"
};
static const unsigned char file_requirements_blocks_observability_yaml[] = {
#embed "../../vectors/requirements/blocks/observability.yaml"
};
static const unsigned char file_requirements_blocks_possession_yaml[] = {
#embed "../../vectors/requirements/blocks/possession.yaml"
};
static const unsigned char file_requirements_blocks_revocation_yaml[] = {
#embed "../../vectors/requirements/blocks/revocation.yaml"
};
static const unsigned char file_requirements_caep__interop_yaml[] = {
#embed "../../vectors/requirements/caep-interop.yaml"
};
static const unsigned char file_requirements_caep_yaml[] = {
#embed "../../vectors/requirements/caep.yaml"
};
static const unsigned char file_requirements_ciba_yaml[] = {
#embed "../../vectors/requirements/ciba.yaml"
};
static const unsigned char file_requirements_cimd_yaml[] = {
#embed "../../vectors/requirements/cimd.yaml"
};
static const unsigned char file_requirements_csr__attestation_yaml[] = {
#embed "../../vectors/requirements/csr-attestation.yaml"
};
static const unsigned char file_requirements_declared_yaml[] = {
#embed "../../vectors/requirements/declared.yaml"
};
static const unsigned char file_requirements_delegation_yaml[] = {
#embed "../../vectors/requirements/delegation.yaml"
};
static const unsigned char file_requirements_fapi2_yaml[] = {
#embed "../../vectors/requirements/fapi2.yaml"
};
static const unsigned char file_requirements_frozen_yaml[] = {
#embed "../../vectors/requirements/frozen.yaml"
};
static const unsigned char file_requirements_global__token__revocation_yaml[] = {
#embed "../../vectors/requirements/global-token-revocation.yaml"
};
static const unsigned char file_requirements_http__signature_yaml[] = {
#embed "../../vectors/requirements/http-signature.yaml"
};
static const unsigned char file_requirements_id__jag_yaml[] = {
#embed "../../vectors/requirements/id-jag.yaml"
};
static const unsigned char file_requirements_identity__chaining_yaml[] = {
#embed "../../vectors/requirements/identity-chaining.yaml"
};
static const unsigned char file_requirements_may__act_yaml[] = {
#embed "../../vectors/requirements/may-act.yaml"
};
static const unsigned char file_requirements_mcp_yaml[] = {
#embed "../../vectors/requirements/mcp.yaml"
};
static const unsigned char file_requirements_mutual__tls_yaml[] = {
#embed "../../vectors/requirements/mutual-tls.yaml"
};
static const unsigned char file_requirements_oidc__discovery_yaml[] = {
#embed "../../vectors/requirements/oidc-discovery.yaml"
};
static const unsigned char file_requirements_on__behalf__of_yaml[] = {
#embed "../../vectors/requirements/on-behalf-of.yaml"
};
static const unsigned char file_requirements_policies_yaml[] = {
#embed "../../vectors/requirements/policies.yaml"
};
static const unsigned char file_requirements_rfc5280_yaml[] = {
#embed "../../vectors/requirements/rfc5280.yaml"
};
static const unsigned char file_requirements_rfc6749_yaml[] = {
#embed "../../vectors/requirements/rfc6749.yaml"
};
static const unsigned char file_requirements_rfc6750_yaml[] = {
#embed "../../vectors/requirements/rfc6750.yaml"
};
static const unsigned char file_requirements_rfc7009_yaml[] = {
#embed "../../vectors/requirements/rfc7009.yaml"
};
static const unsigned char file_requirements_rfc7515_yaml[] = {
#embed "../../vectors/requirements/rfc7515.yaml"
};
static const unsigned char file_requirements_rfc7517_yaml[] = {
#embed "../../vectors/requirements/rfc7517.yaml"
};
static const unsigned char file_requirements_rfc7519_yaml[] = {
#embed "../../vectors/requirements/rfc7519.yaml"
};
static const unsigned char file_requirements_rfc7521_yaml[] = {
#embed "../../vectors/requirements/rfc7521.yaml"
};
static const unsigned char file_requirements_rfc7523_yaml[] = {
#embed "../../vectors/requirements/rfc7523.yaml"
};
static const unsigned char file_requirements_rfc7523bis_yaml[] = {
#embed "../../vectors/requirements/rfc7523bis.yaml"
};
static const unsigned char file_requirements_rfc7591_yaml[] = {
#embed "../../vectors/requirements/rfc7591.yaml"
};
static const unsigned char file_requirements_rfc7592_yaml[] = {
#embed "../../vectors/requirements/rfc7592.yaml"
};
static const unsigned char file_requirements_rfc7636_yaml[] = {
#embed "../../vectors/requirements/rfc7636.yaml"
};
static const unsigned char file_requirements_rfc7638_yaml[] = {
#embed "../../vectors/requirements/rfc7638.yaml"
};
static const unsigned char file_requirements_rfc7662_yaml[] = {
#embed "../../vectors/requirements/rfc7662.yaml"
};
static const unsigned char file_requirements_rfc7800_yaml[] = {
#embed "../../vectors/requirements/rfc7800.yaml"
};
static const unsigned char file_requirements_rfc8414_yaml[] = {
#embed "../../vectors/requirements/rfc8414.yaml"
};
static const unsigned char file_requirements_rfc8417_yaml[] = {
#embed "../../vectors/requirements/rfc8417.yaml"
};
static const unsigned char file_requirements_rfc8446_yaml[] = {
#embed "../../vectors/requirements/rfc8446.yaml"
};
static const unsigned char file_requirements_rfc8693_yaml[] = {
#embed "../../vectors/requirements/rfc8693.yaml"
};
static const unsigned char file_requirements_rfc8705_yaml[] = {
#embed "../../vectors/requirements/rfc8705.yaml"
};
static const unsigned char file_requirements_rfc8707_yaml[] = {
#embed "../../vectors/requirements/rfc8707.yaml"
};
static const unsigned char file_requirements_rfc8725_yaml[] = {
#embed "../../vectors/requirements/rfc8725.yaml"
};
static const unsigned char file_requirements_rfc8935_yaml[] = {
#embed "../../vectors/requirements/rfc8935.yaml"
};
static const unsigned char file_requirements_rfc8936_yaml[] = {
#embed "../../vectors/requirements/rfc8936.yaml"
};
static const unsigned char file_requirements_rfc9068_yaml[] = {
#embed "../../vectors/requirements/rfc9068.yaml"
};
static const unsigned char file_requirements_rfc9101_yaml[] = {
#embed "../../vectors/requirements/rfc9101.yaml"
};
static const unsigned char file_requirements_rfc9110_yaml[] = {
#embed "../../vectors/requirements/rfc9110.yaml"
};
static const unsigned char file_requirements_rfc9126_yaml[] = {
#embed "../../vectors/requirements/rfc9126.yaml"
};
static const unsigned char file_requirements_rfc9207_yaml[] = {
#embed "../../vectors/requirements/rfc9207.yaml"
};
static const unsigned char file_requirements_rfc9325_yaml[] = {
#embed "../../vectors/requirements/rfc9325.yaml"
};
static const unsigned char file_requirements_rfc9334_yaml[] = {
#embed "../../vectors/requirements/rfc9334.yaml"
};
static const unsigned char file_requirements_rfc9396_yaml[] = {
#embed "../../vectors/requirements/rfc9396.yaml"
};
static const unsigned char file_requirements_rfc9421_yaml[] = {
#embed "../../vectors/requirements/rfc9421.yaml"
};
static const unsigned char file_requirements_rfc9449_yaml[] = {
#embed "../../vectors/requirements/rfc9449.yaml"
};
static const unsigned char file_requirements_rfc9470_yaml[] = {
#embed "../../vectors/requirements/rfc9470.yaml"
};
static const unsigned char file_requirements_rfc9493_yaml[] = {
#embed "../../vectors/requirements/rfc9493.yaml"
};
static const unsigned char file_requirements_rfc9530_yaml[] = {
#embed "../../vectors/requirements/rfc9530.yaml"
};
static const unsigned char file_requirements_rfc9700_yaml[] = {
#embed "../../vectors/requirements/rfc9700.yaml"
};
static const unsigned char file_requirements_rfc9701_yaml[] = {
#embed "../../vectors/requirements/rfc9701.yaml"
};
static const unsigned char file_requirements_rfc9711_yaml[] = {
#embed "../../vectors/requirements/rfc9711.yaml"
};
static const unsigned char file_requirements_rfc9728_yaml[] = {
#embed "../../vectors/requirements/rfc9728.yaml"
};
static const unsigned char file_requirements_risc_yaml[] = {
#embed "../../vectors/requirements/risc.yaml"
};
static const unsigned char file_requirements_spiffe__client__auth_yaml[] = {
#embed "../../vectors/requirements/spiffe-client-auth.yaml"
};
static const unsigned char file_requirements_spiffe__federation_yaml[] = {
#embed "../../vectors/requirements/spiffe-federation.yaml"
};
static const unsigned char file_requirements_spiffe__id_yaml[] = {
#embed "../../vectors/requirements/spiffe-id.yaml"
};
static const unsigned char file_requirements_spiffe__jwt__svid_yaml[] = {
#embed "../../vectors/requirements/spiffe-jwt-svid.yaml"
};
static const unsigned char file_requirements_spiffe__trust__domain__and__bundle_yaml[] = {
#embed "../../vectors/requirements/spiffe-trust-domain-and-bundle.yaml"
};
static const unsigned char file_requirements_spiffe__wit__svid_yaml[] = {
#embed "../../vectors/requirements/spiffe-wit-svid.yaml"
};
static const unsigned char file_requirements_spiffe__workload__api_yaml[] = {
#embed "../../vectors/requirements/spiffe-workload-api.yaml"
};
static const unsigned char file_requirements_spiffe__workload__endpoint_yaml[] = {
#embed "../../vectors/requirements/spiffe-workload-endpoint.yaml"
};
static const unsigned char file_requirements_spiffe__x509__svid_yaml[] = {
#embed "../../vectors/requirements/spiffe-x509-svid.yaml"
};
static const unsigned char file_requirements_ssf_yaml[] = {
#embed "../../vectors/requirements/ssf.yaml"
};
static const unsigned char file_requirements_status__list_yaml[] = {
#embed "../../vectors/requirements/status-list.yaml"
};
static const unsigned char file_requirements_transaction__tokens_yaml[] = {
#embed "../../vectors/requirements/transaction-tokens.yaml"
};
static const unsigned char file_requirements_txn__chaining_yaml[] = {
#embed "../../vectors/requirements/txn-chaining.yaml"
};
static const unsigned char file_requirements_txn__tokens__for__agents_yaml[] = {
#embed "../../vectors/requirements/txn-tokens-for-agents.yaml"
};
static const unsigned char file_requirements_untested_yaml[] = {
#embed "../../vectors/requirements/untested.yaml"
};
static const unsigned char file_requirements_wimse__arch_yaml[] = {
#embed "../../vectors/requirements/wimse-arch.yaml"
};
static const unsigned char file_requirements_wimse__identifier_yaml[] = {
#embed "../../vectors/requirements/wimse-identifier.yaml"
};
static const unsigned char file_requirements_workload__creds_yaml[] = {
#embed "../../vectors/requirements/workload-creds.yaml"
};
static const unsigned char file_requirements_workload__identity__practices_yaml[] = {
#embed "../../vectors/requirements/workload-identity-practices.yaml"
};
static const unsigned char file_requirements_wpt_yaml[] = {
#embed "../../vectors/requirements/wpt.yaml"
};
static const unsigned char file_roles_yaml[] = {
#embed "../../vectors/roles.yaml"
};
static const unsigned char file_scenarios_attestation_bundle_fetched_yaml[] = {
#embed "../../vectors/scenarios/attestation/bundle/fetched.yaml"
};
static const unsigned char file_scenarios_attestation_bundle_followed_yaml[] = {
#embed "../../vectors/scenarios/attestation/bundle/followed.yaml"
};
static const unsigned char file_scenarios_attestation_bundle_published_yaml[] = {
#embed "../../vectors/scenarios/attestation/bundle/published.yaml"
};
static const unsigned char file_scenarios_attestation_client_challenge_yaml[] = {
#embed "../../vectors/scenarios/attestation/client/challenge.yaml"
};
static const unsigned char file_scenarios_attestation_client_refresh_yaml[] = {
#embed "../../vectors/scenarios/attestation/client/refresh.yaml"
};
static const unsigned char file_scenarios_attestation_consumer_identifier_yaml[] = {
#embed "../../vectors/scenarios/attestation/consumer/identifier.yaml"
};
static const unsigned char file_scenarios_attestation_consumer_svid_yaml[] = {
#embed "../../vectors/scenarios/attestation/consumer/svid.yaml"
};
static const unsigned char file_scenarios_attestation_consumer_unknown__domain_yaml[] = {
#embed "../../vectors/scenarios/attestation/consumer/unknown-domain.yaml"
};
static const unsigned char file_scenarios_attestation_consumer_workload__token_yaml[] = {
#embed "../../vectors/scenarios/attestation/consumer/workload-token.yaml"
};
static const unsigned char file_scenarios_attestation_credential_certificate_yaml[] = {
#embed "../../vectors/scenarios/attestation/credential/certificate.yaml"
};
static const unsigned char file_scenarios_attestation_credential_jwt__svid_yaml[] = {
#embed "../../vectors/scenarios/attestation/credential/jwt-svid.yaml"
};
static const unsigned char file_scenarios_attestation_credential_workload__token_yaml[] = {
#embed "../../vectors/scenarios/attestation/credential/workload-token.yaml"
};
static const unsigned char file_scenarios_attestation_evidence_appraisal_yaml[] = {
#embed "../../vectors/scenarios/attestation/evidence/appraisal.yaml"
};
static const unsigned char file_scenarios_attestation_evidence_challenge__expiry_yaml[] = {
#embed "../../vectors/scenarios/attestation/evidence/challenge-expiry.yaml"
};
static const unsigned char file_scenarios_attestation_evidence_challenge_yaml[] = {
#embed "../../vectors/scenarios/attestation/evidence/challenge.yaml"
};
static const unsigned char file_scenarios_attestation_evidence_confusion_yaml[] = {
#embed "../../vectors/scenarios/attestation/evidence/confusion.yaml"
};
static const unsigned char file_scenarios_attestation_evidence_identifier_yaml[] = {
#embed "../../vectors/scenarios/attestation/evidence/identifier.yaml"
};
static const unsigned char file_scenarios_attestation_evidence_possession_yaml[] = {
#embed "../../vectors/scenarios/attestation/evidence/possession.yaml"
};
static const unsigned char file_scenarios_attestation_evidence_projected_yaml[] = {
#embed "../../vectors/scenarios/attestation/evidence/projected.yaml"
};
static const unsigned char file_scenarios_attestation_evidence_split_yaml[] = {
#embed "../../vectors/scenarios/attestation/evidence/split.yaml"
};
static const unsigned char file_scenarios_attestation_evidence_workloads_yaml[] = {
#embed "../../vectors/scenarios/attestation/evidence/workloads.yaml"
};
static const unsigned char file_scenarios_attestation_workload__api_bundles_yaml[] = {
#embed "../../vectors/scenarios/attestation/workload-api/bundles.yaml"
};
static const unsigned char file_scenarios_attestation_workload__api_callers_yaml[] = {
#embed "../../vectors/scenarios/attestation/workload-api/callers.yaml"
};
static const unsigned char file_scenarios_attestation_workload__api_certificate_yaml[] = {
#embed "../../vectors/scenarios/attestation/workload-api/certificate.yaml"
};
static const unsigned char file_scenarios_attestation_workload__api_identity__token_yaml[] = {
#embed "../../vectors/scenarios/attestation/workload-api/identity-token.yaml"
};
static const unsigned char file_scenarios_attestation_workload__api_rotation_yaml[] = {
#embed "../../vectors/scenarios/attestation/workload-api/rotation.yaml"
};
static const unsigned char file_scenarios_attestation_workload__api_security__header_yaml[] = {
#embed "../../vectors/scenarios/attestation/workload-api/security-header.yaml"
};
static const unsigned char file_scenarios_attestation_workload__api_token_yaml[] = {
#embed "../../vectors/scenarios/attestation/workload-api/token.yaml"
};
static const unsigned char file_scenarios_attestation_workload__api_transport_yaml[] = {
#embed "../../vectors/scenarios/attestation/workload-api/transport.yaml"
};
static const unsigned char file_scenarios_attestation_workload__api_validation_yaml[] = {
#embed "../../vectors/scenarios/attestation/workload-api/validation.yaml"
};
static const unsigned char file_scenarios_attestation_workload__api_workloads_yaml[] = {
#embed "../../vectors/scenarios/attestation/workload-api/workloads.yaml"
};
static const unsigned char file_scenarios_discovery_client__document_addresses_yaml[] = {
#embed "../../vectors/scenarios/discovery/client-document/addresses.yaml"
};
static const unsigned char file_scenarios_discovery_client__document_cache_yaml[] = {
#embed "../../vectors/scenarios/discovery/client-document/cache.yaml"
};
static const unsigned char file_scenarios_discovery_client__document_client_yaml[] = {
#embed "../../vectors/scenarios/discovery/client-document/client.yaml"
};
static const unsigned char file_scenarios_discovery_client__document_document_yaml[] = {
#embed "../../vectors/scenarios/discovery/client-document/document.yaml"
};
static const unsigned char file_scenarios_discovery_registration_access_yaml[] = {
#embed "../../vectors/scenarios/discovery/registration/access.yaml"
};
static const unsigned char file_scenarios_discovery_registration_agent_yaml[] = {
#embed "../../vectors/scenarios/discovery/registration/agent.yaml"
};
static const unsigned char file_scenarios_discovery_registration_management_yaml[] = {
#embed "../../vectors/scenarios/discovery/registration/management.yaml"
};
static const unsigned char file_scenarios_discovery_registration_metadata_yaml[] = {
#embed "../../vectors/scenarios/discovery/registration/metadata.yaml"
};
static const unsigned char file_scenarios_discovery_registration_redirect_yaml[] = {
#embed "../../vectors/scenarios/discovery/registration/redirect.yaml"
};
static const unsigned char file_scenarios_discovery_registration_statement_yaml[] = {
#embed "../../vectors/scenarios/discovery/registration/statement.yaml"
};
static const unsigned char file_scenarios_discovery_resource_challenge_yaml[] = {
#embed "../../vectors/scenarios/discovery/resource/challenge.yaml"
};
static const unsigned char file_scenarios_discovery_resource_flags_yaml[] = {
#embed "../../vectors/scenarios/discovery/resource/flags.yaml"
};
static const unsigned char file_scenarios_discovery_resource_metadata_yaml[] = {
#embed "../../vectors/scenarios/discovery/resource/metadata.yaml"
};
static const unsigned char file_scenarios_discovery_resource_runtime_yaml[] = {
#embed "../../vectors/scenarios/discovery/resource/runtime.yaml"
};
static const unsigned char file_scenarios_discovery_resource_signed_yaml[] = {
#embed "../../vectors/scenarios/discovery/resource/signed.yaml"
};
static const unsigned char file_scenarios_discovery_server_chaining_yaml[] = {
#embed "../../vectors/scenarios/discovery/server/chaining.yaml"
};
static const unsigned char file_scenarios_discovery_server_content_yaml[] = {
#embed "../../vectors/scenarios/discovery/server/content.yaml"
};
static const unsigned char file_scenarios_discovery_server_grants_yaml[] = {
#embed "../../vectors/scenarios/discovery/server/grants.yaml"
};
static const unsigned char file_scenarios_discovery_server_keys_yaml[] = {
#embed "../../vectors/scenarios/discovery/server/keys.yaml"
};
static const unsigned char file_scenarios_discovery_server_location_yaml[] = {
#embed "../../vectors/scenarios/discovery/server/location.yaml"
};
static const unsigned char file_scenarios_discovery_server_methods_yaml[] = {
#embed "../../vectors/scenarios/discovery/server/methods.yaml"
};
static const unsigned char file_scenarios_discovery_server_openid_yaml[] = {
#embed "../../vectors/scenarios/discovery/server/openid.yaml"
};
static const unsigned char file_scenarios_discovery_server_rotation_yaml[] = {
#embed "../../vectors/scenarios/discovery/server/rotation.yaml"
};
static const unsigned char file_scenarios_discovery_server_signed_yaml[] = {
#embed "../../vectors/scenarios/discovery/server/signed.yaml"
};
static const unsigned char file_scenarios_exchange_act_actor__expired_yaml[] = {
#embed "../../vectors/scenarios/exchange/act/actor-expired.yaml"
};
static const unsigned char file_scenarios_exchange_act_actor__token_yaml[] = {
#embed "../../vectors/scenarios/exchange/act/actor-token.yaml"
};
static const unsigned char file_scenarios_exchange_act_current__actor_yaml[] = {
#embed "../../vectors/scenarios/exchange/act/current-actor.yaml"
};
static const unsigned char file_scenarios_exchange_act_deep_yaml[] = {
#embed "../../vectors/scenarios/exchange/act/deep.yaml"
};
static const unsigned char file_scenarios_exchange_act_delegation_yaml[] = {
#embed "../../vectors/scenarios/exchange/act/delegation.yaml"
};
static const unsigned char file_scenarios_exchange_act_impersonation_yaml[] = {
#embed "../../vectors/scenarios/exchange/act/impersonation.yaml"
};
static const unsigned char file_scenarios_exchange_act_injection_yaml[] = {
#embed "../../vectors/scenarios/exchange/act/injection.yaml"
};
static const unsigned char file_scenarios_exchange_act_introspection_yaml[] = {
#embed "../../vectors/scenarios/exchange/act/introspection.yaml"
};
static const unsigned char file_scenarios_exchange_act_laundering_yaml[] = {
#embed "../../vectors/scenarios/exchange/act/laundering.yaml"
};
static const unsigned char file_scenarios_exchange_act_may__act_yaml[] = {
#embed "../../vectors/scenarios/exchange/act/may-act.yaml"
};
static const unsigned char file_scenarios_exchange_agents_narrowing_yaml[] = {
#embed "../../vectors/scenarios/exchange/agents/narrowing.yaml"
};
static const unsigned char file_scenarios_exchange_agents_places_yaml[] = {
#embed "../../vectors/scenarios/exchange/agents/places.yaml"
};
static const unsigned char file_scenarios_exchange_chaining_accept_yaml[] = {
#embed "../../vectors/scenarios/exchange/chaining/accept.yaml"
};
static const unsigned char file_scenarios_exchange_chaining_issue_yaml[] = {
#embed "../../vectors/scenarios/exchange/chaining/issue.yaml"
};
static const unsigned char file_scenarios_exchange_chaining_whole_yaml[] = {
#embed "../../vectors/scenarios/exchange/chaining/whole.yaml"
};
static const unsigned char file_scenarios_exchange_idjag_accept_yaml[] = {
#embed "../../vectors/scenarios/exchange/idjag/accept.yaml"
};
static const unsigned char file_scenarios_exchange_idjag_expired__assertion_yaml[] = {
#embed "../../vectors/scenarios/exchange/idjag/expired-assertion.yaml"
};
static const unsigned char file_scenarios_exchange_idjag_issue_yaml[] = {
#embed "../../vectors/scenarios/exchange/idjag/issue.yaml"
};
static const unsigned char file_scenarios_exchange_idjag_whole_yaml[] = {
#embed "../../vectors/scenarios/exchange/idjag/whole.yaml"
};
static const unsigned char file_scenarios_exchange_token_baseline_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/baseline.yaml"
};
static const unsigned char file_scenarios_exchange_token_binding_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/binding.yaml"
};
static const unsigned char file_scenarios_exchange_token_client__scope_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/client-scope.yaml"
};
static const unsigned char file_scenarios_exchange_token_client_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/client.yaml"
};
static const unsigned char file_scenarios_exchange_token_error__codes_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/error-codes.yaml"
};
static const unsigned char file_scenarios_exchange_token_expired_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/expired.yaml"
};
static const unsigned char file_scenarios_exchange_token_inputs__survive_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/inputs-survive.yaml"
};
static const unsigned char file_scenarios_exchange_token_jwt__subject_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/jwt-subject.yaml"
};
static const unsigned char file_scenarios_exchange_token_lifetime_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/lifetime.yaml"
};
static const unsigned char file_scenarios_exchange_token_parameters_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/parameters.yaml"
};
static const unsigned char file_scenarios_exchange_token_refresh__token_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/refresh-token.yaml"
};
static const unsigned char file_scenarios_exchange_token_revoked_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/revoked.yaml"
};
static const unsigned char file_scenarios_exchange_token_scope_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/scope.yaml"
};
static const unsigned char file_scenarios_exchange_token_subject_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/subject.yaml"
};
static const unsigned char file_scenarios_exchange_token_target_yaml[] = {
#embed "../../vectors/scenarios/exchange/token/target.yaml"
};
static const unsigned char file_scenarios_exchange_tool_canary_yaml[] = {
#embed "../../vectors/scenarios/exchange/tool/canary.yaml"
};
static const unsigned char file_scenarios_exchange_tool_confused__deputy_yaml[] = {
#embed "../../vectors/scenarios/exchange/tool/confused-deputy.yaml"
};
static const unsigned char file_scenarios_exchange_tool_downstream__refusal_yaml[] = {
#embed "../../vectors/scenarios/exchange/tool/downstream-refusal.yaml"
};
static const unsigned char file_scenarios_exchange_tool_exchange__cache_yaml[] = {
#embed "../../vectors/scenarios/exchange/tool/exchange-cache.yaml"
};
static const unsigned char file_scenarios_exchange_tool_forwarded_yaml[] = {
#embed "../../vectors/scenarios/exchange/tool/forwarded.yaml"
};
static const unsigned char file_scenarios_exchange_tool_wrong__audience_yaml[] = {
#embed "../../vectors/scenarios/exchange/tool/wrong-audience.yaml"
};
static const unsigned char file_scenarios_exchange_transaction_issue_yaml[] = {
#embed "../../vectors/scenarios/exchange/transaction/issue.yaml"
};
static const unsigned char file_scenarios_exchange_transaction_not__an__access__token_yaml[] = {
#embed "../../vectors/scenarios/exchange/transaction/not-an-access-token.yaml"
};
static const unsigned char file_scenarios_exchange_transaction_propagation_yaml[] = {
#embed "../../vectors/scenarios/exchange/transaction/propagation.yaml"
};
static const unsigned char file_scenarios_exchange_transaction_replacement_yaml[] = {
#embed "../../vectors/scenarios/exchange/transaction/replacement.yaml"
};
static const unsigned char file_scenarios_exchange_transaction_workload_yaml[] = {
#embed "../../vectors/scenarios/exchange/transaction/workload.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__code_code_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-code/code.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__code_expiry_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-code/expiry.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__code_grant_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-code/grant.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__code_pkce_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-code/pkce.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__code_pushed_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-code/pushed.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__code_redirect_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-code/redirect.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__code_request__address_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-code/request-address.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__code_request_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-code/request.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__details_code_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-details/code.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__details_introspection_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-details/introspection.yaml"
};
static const unsigned char file_scenarios_issuance_authorization__details_request_yaml[] = {
#embed "../../vectors/scenarios/issuance/authorization-details/request.yaml"
};
static const unsigned char file_scenarios_issuance_client__assertion_audience_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-assertion/audience.yaml"
};
static const unsigned char file_scenarios_issuance_client__assertion_claims_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-assertion/claims.yaml"
};
static const unsigned char file_scenarios_issuance_client__assertion_client__id_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-assertion/client-id.yaml"
};
static const unsigned char file_scenarios_issuance_client__assertion_key__address_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-assertion/key-address.yaml"
};
static const unsigned char file_scenarios_issuance_client__assertion_next__key_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-assertion/next-key.yaml"
};
static const unsigned char file_scenarios_issuance_client__assertion_replay_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-assertion/replay.yaml"
};
static const unsigned char file_scenarios_issuance_client__assertion_signature_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-assertion/signature.yaml"
};
static const unsigned char file_scenarios_issuance_client__attestation_token_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-attestation/token.yaml"
};
static const unsigned char file_scenarios_issuance_client__certificate_authority_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-certificate/authority.yaml"
};
static const unsigned char file_scenarios_issuance_client__certificate_forwarded_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-certificate/forwarded.yaml"
};
static const unsigned char file_scenarios_issuance_client__certificate_self__signed_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-certificate/self-signed.yaml"
};
static const unsigned char file_scenarios_issuance_client__credentials_authentication_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-credentials/authentication.yaml"
};
static const unsigned char file_scenarios_issuance_client__credentials_grant_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-credentials/grant.yaml"
};
static const unsigned char file_scenarios_issuance_client__credentials_scope_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-credentials/scope.yaml"
};
static const unsigned char file_scenarios_issuance_client__secret_authentication_yaml[] = {
#embed "../../vectors/scenarios/issuance/client-secret/authentication.yaml"
};
static const unsigned char file_scenarios_issuance_combinations_token_yaml[] = {
#embed "../../vectors/scenarios/issuance/combinations/token.yaml"
};
static const unsigned char file_scenarios_issuance_endpoint_error__codes_yaml[] = {
#embed "../../vectors/scenarios/issuance/endpoint/error-codes.yaml"
};
static const unsigned char file_scenarios_issuance_endpoint_errors_yaml[] = {
#embed "../../vectors/scenarios/issuance/endpoint/errors.yaml"
};
static const unsigned char file_scenarios_issuance_endpoint_request_yaml[] = {
#embed "../../vectors/scenarios/issuance/endpoint/request.yaml"
};
static const unsigned char file_scenarios_issuance_endpoint_responses_yaml[] = {
#embed "../../vectors/scenarios/issuance/endpoint/responses.yaml"
};
static const unsigned char file_scenarios_issuance_jwt__grant_assertion_yaml[] = {
#embed "../../vectors/scenarios/issuance/jwt-grant/assertion.yaml"
};
static const unsigned char file_scenarios_issuance_jwt__grant_key__address_yaml[] = {
#embed "../../vectors/scenarios/issuance/jwt-grant/key-address.yaml"
};
static const unsigned char file_scenarios_issuance_out__of__band_confirmation_yaml[] = {
#embed "../../vectors/scenarios/issuance/out-of-band/confirmation.yaml"
};
static const unsigned char file_scenarios_issuance_out__of__band_expiry_yaml[] = {
#embed "../../vectors/scenarios/issuance/out-of-band/expiry.yaml"
};
static const unsigned char file_scenarios_issuance_out__of__band_local_yaml[] = {
#embed "../../vectors/scenarios/issuance/out-of-band/local.yaml"
};
static const unsigned char file_scenarios_issuance_out__of__band_poll_yaml[] = {
#embed "../../vectors/scenarios/issuance/out-of-band/poll.yaml"
};
static const unsigned char file_scenarios_issuance_out__of__band_request_yaml[] = {
#embed "../../vectors/scenarios/issuance/out-of-band/request.yaml"
};
static const unsigned char file_scenarios_issuance_out__of__band_transaction_yaml[] = {
#embed "../../vectors/scenarios/issuance/out-of-band/transaction.yaml"
};
static const unsigned char file_scenarios_issuance_refresh_public__client_yaml[] = {
#embed "../../vectors/scenarios/issuance/refresh/public-client.yaml"
};
static const unsigned char file_scenarios_issuance_refresh_rotation_yaml[] = {
#embed "../../vectors/scenarios/issuance/refresh/rotation.yaml"
};
static const unsigned char file_scenarios_issuance_refresh_token_yaml[] = {
#embed "../../vectors/scenarios/issuance/refresh/token.yaml"
};
static const unsigned char file_scenarios_issuance_spiffe_jwt_yaml[] = {
#embed "../../vectors/scenarios/issuance/spiffe/jwt.yaml"
};
static const unsigned char file_scenarios_issuance_spiffe_wildcard_yaml[] = {
#embed "../../vectors/scenarios/issuance/spiffe/wildcard.yaml"
};
static const unsigned char file_scenarios_issuance_spiffe_x509_yaml[] = {
#embed "../../vectors/scenarios/issuance/spiffe/x509.yaml"
};
static const unsigned char file_scenarios_issuance_token_audience_yaml[] = {
#embed "../../vectors/scenarios/issuance/token/audience.yaml"
};
static const unsigned char file_scenarios_issuance_token_introspection_yaml[] = {
#embed "../../vectors/scenarios/issuance/token/introspection.yaml"
};
static const unsigned char file_scenarios_issuance_token_issued__elsewhere_yaml[] = {
#embed "../../vectors/scenarios/issuance/token/issued-elsewhere.yaml"
};
static const unsigned char file_scenarios_issuance_token_key__address_yaml[] = {
#embed "../../vectors/scenarios/issuance/token/key-address.yaml"
};
static const unsigned char file_scenarios_issuance_token_own__behalf_yaml[] = {
#embed "../../vectors/scenarios/issuance/token/own-behalf.yaml"
};
static const unsigned char file_scenarios_issuance_token_profile_yaml[] = {
#embed "../../vectors/scenarios/issuance/token/profile.yaml"
};
static const unsigned char file_scenarios_issuance_token_resource_yaml[] = {
#embed "../../vectors/scenarios/issuance/token/resource.yaml"
};
static const unsigned char file_scenarios_observability_log_contents_yaml[] = {
#embed "../../vectors/scenarios/observability/log/contents.yaml"
};
static const unsigned char file_scenarios_observability_privacy_across_yaml[] = {
#embed "../../vectors/scenarios/observability/privacy/across.yaml"
};
static const unsigned char file_scenarios_observability_privacy_tokens_yaml[] = {
#embed "../../vectors/scenarios/observability/privacy/tokens.yaml"
};
static const unsigned char file_scenarios_observability_records_across_yaml[] = {
#embed "../../vectors/scenarios/observability/records/across.yaml"
};
static const unsigned char file_scenarios_observability_records_authentication_yaml[] = {
#embed "../../vectors/scenarios/observability/records/authentication.yaml"
};
static const unsigned char file_scenarios_observability_records_chain_yaml[] = {
#embed "../../vectors/scenarios/observability/records/chain.yaml"
};
static const unsigned char file_scenarios_observability_records_delegation_yaml[] = {
#embed "../../vectors/scenarios/observability/records/delegation.yaml"
};
static const unsigned char file_scenarios_observability_records_event_yaml[] = {
#embed "../../vectors/scenarios/observability/records/event.yaml"
};
static const unsigned char file_scenarios_observability_records_limits_yaml[] = {
#embed "../../vectors/scenarios/observability/records/limits.yaml"
};
static const unsigned char file_scenarios_observability_records_own__behalf_yaml[] = {
#embed "../../vectors/scenarios/observability/records/own-behalf.yaml"
};
static const unsigned char file_scenarios_observability_records_permitted_yaml[] = {
#embed "../../vectors/scenarios/observability/records/permitted.yaml"
};
static const unsigned char file_scenarios_observability_records_posture_yaml[] = {
#embed "../../vectors/scenarios/observability/records/posture.yaml"
};
static const unsigned char file_scenarios_observability_records_refused_yaml[] = {
#embed "../../vectors/scenarios/observability/records/refused.yaml"
};
static const unsigned char file_scenarios_observability_records_renewal_yaml[] = {
#embed "../../vectors/scenarios/observability/records/renewal.yaml"
};
static const unsigned char file_scenarios_observability_records_revocation_yaml[] = {
#embed "../../vectors/scenarios/observability/records/revocation.yaml"
};
static const unsigned char file_scenarios_possession_certificate_authorization__server_yaml[] = {
#embed "../../vectors/scenarios/possession/certificate/authorization-server.yaml"
};
static const unsigned char file_scenarios_possession_certificate_both__bindings_yaml[] = {
#embed "../../vectors/scenarios/possession/certificate/both-bindings.yaml"
};
static const unsigned char file_scenarios_possession_certificate_refresh_yaml[] = {
#embed "../../vectors/scenarios/possession/certificate/refresh.yaml"
};
static const unsigned char file_scenarios_possession_certificate_resource__server_yaml[] = {
#embed "../../vectors/scenarios/possession/certificate/resource-server.yaml"
};
static const unsigned char file_scenarios_possession_certificate_workload_yaml[] = {
#embed "../../vectors/scenarios/possession/certificate/workload.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_code_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/code.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_grants_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/grants.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_key__address_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/key-address.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_nonce__offered_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/nonce-offered.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_nonce_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/nonce.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_proof_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/proof.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_pushed_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/pushed.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_refresh_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/refresh.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_replay_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/replay.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_request_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/request.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_required_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/required.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_time_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/time.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_token_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/token.yaml"
};
static const unsigned char file_scenarios_possession_dpop_authorization__server_userinfo_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/authorization-server/userinfo.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_challenge_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/challenge.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_confirmation_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/confirmation.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_expiry_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/expiry.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_key__address_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/key-address.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_nonce_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/nonce.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_prepared_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/prepared.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_proof_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/proof.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_replay_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/replay.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_request_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/request.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_step__up_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/step-up.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_time_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/time.yaml"
};
static const unsigned char file_scenarios_possession_dpop_resource__server_token_yaml[] = {
#embed "../../vectors/scenarios/possession/dpop/resource-server/token.yaml"
};
static const unsigned char file_scenarios_possession_signature_algorithm_yaml[] = {
#embed "../../vectors/scenarios/possession/signature/algorithm.yaml"
};
static const unsigned char file_scenarios_possession_signature_coverage_yaml[] = {
#embed "../../vectors/scenarios/possession/signature/coverage.yaml"
};
static const unsigned char file_scenarios_possession_signature_parameters_yaml[] = {
#embed "../../vectors/scenarios/possession/signature/parameters.yaml"
};
static const unsigned char file_scenarios_possession_signature_response_yaml[] = {
#embed "../../vectors/scenarios/possession/signature/response.yaml"
};
static const unsigned char file_scenarios_possession_signature_structure_yaml[] = {
#embed "../../vectors/scenarios/possession/signature/structure.yaml"
};
static const unsigned char file_scenarios_possession_signature_tampering_yaml[] = {
#embed "../../vectors/scenarios/possession/signature/tampering.yaml"
};
static const unsigned char file_scenarios_possession_transport_versions_yaml[] = {
#embed "../../vectors/scenarios/possession/transport/versions.yaml"
};
static const unsigned char file_scenarios_possession_workload_algorithm_yaml[] = {
#embed "../../vectors/scenarios/possession/workload/algorithm.yaml"
};
static const unsigned char file_scenarios_possession_workload_audience_yaml[] = {
#embed "../../vectors/scenarios/possession/workload/audience.yaml"
};
static const unsigned char file_scenarios_possession_workload_context_yaml[] = {
#embed "../../vectors/scenarios/possession/workload/context.yaml"
};
static const unsigned char file_scenarios_possession_workload_exclusive_yaml[] = {
#embed "../../vectors/scenarios/possession/workload/exclusive.yaml"
};
static const unsigned char file_scenarios_possession_workload_identity__token_yaml[] = {
#embed "../../vectors/scenarios/possession/workload/identity-token.yaml"
};
static const unsigned char file_scenarios_possession_workload_key__address_yaml[] = {
#embed "../../vectors/scenarios/possession/workload/key-address.yaml"
};
static const unsigned char file_scenarios_possession_workload_proof__token_yaml[] = {
#embed "../../vectors/scenarios/possession/workload/proof-token.yaml"
};
static const unsigned char file_scenarios_possession_workload_transaction_yaml[] = {
#embed "../../vectors/scenarios/possession/workload/transaction.yaml"
};
static const unsigned char file_scenarios_revocation_confusion_at__the__server_yaml[] = {
#embed "../../vectors/scenarios/revocation/confusion/at-the-server.yaml"
};
static const unsigned char file_scenarios_revocation_confusion_event_yaml[] = {
#embed "../../vectors/scenarios/revocation/confusion/event.yaml"
};
static const unsigned char file_scenarios_revocation_confusion_kinds_yaml[] = {
#embed "../../vectors/scenarios/revocation/confusion/kinds.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_access__token_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/access-token.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_bound__token_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/bound-token.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_caller__authentication_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/caller-authentication.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_foreign__access__token_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/foreign-access-token.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_foreign__refresh__token_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/foreign-refresh-token.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_hints_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/hints.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_metadata_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/metadata.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_other__kinds_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/other-kinds.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_public__client_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/public-client.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_race_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/race.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_refresh__token__hint_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/refresh-token-hint.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_refresh__token_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/refresh-token.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_request__form_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/request-form.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_rotated_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/rotated.yaml"
};
static const unsigned char file_scenarios_revocation_endpoint_unknown__token_yaml[] = {
#embed "../../vectors/scenarios/revocation/endpoint/unknown-token.yaml"
};
static const unsigned char file_scenarios_revocation_exchange_after__revocation_yaml[] = {
#embed "../../vectors/scenarios/revocation/exchange/after-revocation.yaml"
};
static const unsigned char file_scenarios_revocation_grant_refresh__reuse_yaml[] = {
#embed "../../vectors/scenarios/revocation/grant/refresh-reuse.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_active_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/active.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_asking__resource_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/asking-resource.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_caller_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/caller.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_cross__resource_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/cross-resource.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_delegation_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/delegation.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_equivalence_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/equivalence.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_expiry_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/expiry.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_foreign__server_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/foreign-server.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_hints_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/hints.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_inactive_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/inactive.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_request__form_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/request-form.yaml"
};
static const unsigned char file_scenarios_revocation_introspection_signed_yaml[] = {
#embed "../../vectors/scenarios/revocation/introspection/signed.yaml"
};
static const unsigned char file_scenarios_revocation_propagation_recovery_yaml[] = {
#embed "../../vectors/scenarios/revocation/propagation/recovery.yaml"
};
static const unsigned char file_scenarios_revocation_propagation_warm__cache_yaml[] = {
#embed "../../vectors/scenarios/revocation/propagation/warm-cache.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_accepts__valid_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/accepts-valid.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_account__disabled_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/account-disabled.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_assurance_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/assurance.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_claims__change_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/claims-change.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_compliance_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/compliance.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_credential__change_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/credential-change.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_critical_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/critical.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_duplicates_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/duplicates.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_one__token_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/one-token.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_risk_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/risk.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_session__revoked_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/session-revoked.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_subjects_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/subjects.yaml"
};
static const unsigned char file_scenarios_revocation_receiver_verification_yaml[] = {
#embed "../../vectors/scenarios/revocation/receiver/verification.yaml"
};
static const unsigned char file_scenarios_revocation_status__list_issuer_yaml[] = {
#embed "../../vectors/scenarios/revocation/status-list/issuer.yaml"
};
static const unsigned char file_scenarios_revocation_status__list_resource_yaml[] = {
#embed "../../vectors/scenarios/revocation/status-list/resource.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_access_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/access.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_errors_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/errors.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_events_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/events.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_isolation_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/isolation.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_metadata_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/metadata.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_poll_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/poll.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_retry_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/retry.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_revocation_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/revocation.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_status_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/status.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_stream__updated_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/stream-updated.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_stream_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/stream.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_subjects_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/subjects.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_tls_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/tls.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_untrusted_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/untrusted.yaml"
};
static const unsigned char file_scenarios_revocation_transmitter_verification_yaml[] = {
#embed "../../vectors/scenarios/revocation/transmitter/verification.yaml"
};
static const unsigned char file_schema_capabilities_schema_json[] = {
#embed "../../vectors/schema/capabilities.schema.json"
};
static const unsigned char file_schema_expectations_schema_json[] = {
#embed "../../vectors/schema/expectations.schema.json"
};
static const unsigned char file_schema_pair__report_schema_json[] = {
#embed "../../vectors/schema/pair-report.schema.json"
};
static const unsigned char file_schema_pair_schema_json[] = {
#embed "../../vectors/schema/pair.schema.json"
};
static const unsigned char file_schema_report_schema_json[] = {
#embed "../../vectors/schema/report.schema.json"
};
static const unsigned char file_schema_roles_schema_json[] = {
#embed "../../vectors/schema/roles.schema.json"
};
static const unsigned char file_schema_scenario_schema_json[] = {
#embed "../../vectors/schema/scenario.schema.json"
};
static const unsigned char file_schema_target_schema_json[] = {
#embed "../../vectors/schema/target.schema.json"
};
static const unsigned char file_targets_spire_target_yaml[] = {
#embed "../../vectors/targets/spire/target.yaml"
};

const struct aims_vector aims_vectors[] = {
  {"capabilities.yaml", file_capabilities_yaml, sizeof file_capabilities_yaml},
  {"defects/attestation-more.yaml", file_defects_attestation__more_yaml, sizeof file_defects_attestation__more_yaml},
  {"defects/attestation.yaml", file_defects_attestation_yaml, sizeof file_defects_attestation_yaml},
  {"defects/audit-more.yaml", file_defects_audit__more_yaml, sizeof file_defects_audit__more_yaml},
  {"defects/canary.yaml", file_defects_canary_yaml, sizeof file_defects_canary_yaml},
  {"defects/client-metadata.yaml", file_defects_client__metadata_yaml, sizeof file_defects_client__metadata_yaml},
  {"defects/details.yaml", file_defects_details_yaml, sizeof file_defects_details_yaml},
  {"defects/discovery.yaml", file_defects_discovery_yaml, sizeof file_defects_discovery_yaml},
  {"defects/exchange-more.yaml", file_defects_exchange__more_yaml, sizeof file_defects_exchange__more_yaml},
  {"defects/exchange.yaml", file_defects_exchange_yaml, sizeof file_defects_exchange_yaml},
  {"defects/general.yaml", file_defects_general_yaml, sizeof file_defects_general_yaml},
  {"defects/issuance-more.yaml", file_defects_issuance__more_yaml, sizeof file_defects_issuance__more_yaml},
  {"defects/issuance.yaml", file_defects_issuance_yaml, sizeof file_defects_issuance_yaml},
  {"defects/observability.yaml", file_defects_observability_yaml, sizeof file_defects_observability_yaml},
  {"defects/possession.yaml", file_defects_possession_yaml, sizeof file_defects_possession_yaml},
  {"defects/posture.yaml", file_defects_posture_yaml, sizeof file_defects_posture_yaml},
  {"defects/publication.yaml", file_defects_publication_yaml, sizeof file_defects_publication_yaml},
  {"defects/registration.yaml", file_defects_registration_yaml, sizeof file_defects_registration_yaml},
  {"defects/revocation-more.yaml", file_defects_revocation__more_yaml, sizeof file_defects_revocation__more_yaml},
  {"defects/revocation.yaml", file_defects_revocation_yaml, sizeof file_defects_revocation_yaml},
  {"defects/signals.yaml", file_defects_signals_yaml, sizeof file_defects_signals_yaml},
  {"defects/status.yaml", file_defects_status_yaml, sizeof file_defects_status_yaml},
  {"defects/transmitter.yaml", file_defects_transmitter_yaml, sizeof file_defects_transmitter_yaml},
  {"defects/unturned.yaml", file_defects_unturned_yaml, sizeof file_defects_unturned_yaml},
  {"defects/workload-api.yaml", file_defects_workload__api_yaml, sizeof file_defects_workload__api_yaml},
  {"expectations.yaml", file_expectations_yaml, sizeof file_expectations_yaml},
  {"gaps/attestation.yaml", file_gaps_attestation_yaml, sizeof file_gaps_attestation_yaml},
  {"gaps/discovery.yaml", file_gaps_discovery_yaml, sizeof file_gaps_discovery_yaml},
  {"gaps/draft-text.yaml", file_gaps_draft__text_yaml, sizeof file_gaps_draft__text_yaml},
  {"gaps/exchange.yaml", file_gaps_exchange_yaml, sizeof file_gaps_exchange_yaml},
  {"gaps/issuance.yaml", file_gaps_issuance_yaml, sizeof file_gaps_issuance_yaml},
  {"gaps/observability.yaml", file_gaps_observability_yaml, sizeof file_gaps_observability_yaml},
  {"gaps/possession.yaml", file_gaps_possession_yaml, sizeof file_gaps_possession_yaml},
  {"gaps/revocation.yaml", file_gaps_revocation_yaml, sizeof file_gaps_revocation_yaml},
  {"lint/target.yaml", file_lint_target_yaml, sizeof file_lint_target_yaml},
  {"pairs/authgent-server/from-reference.yaml", file_pairs_authgent__server_from__reference_yaml, sizeof file_pairs_authgent__server_from__reference_yaml},
  {"pairs/authgent-server/to-reference.yaml", file_pairs_authgent__server_to__reference_yaml, sizeof file_pairs_authgent__server_to__reference_yaml},
  {"pairs/embedded.yaml", file_pairs_embedded_yaml, sizeof file_pairs_embedded_yaml},
  {"profiles/profiles.yaml", file_profiles_profiles_yaml, sizeof file_profiles_profiles_yaml},
  {"requirements/actor-profile.yaml", file_requirements_actor__profile_yaml, sizeof file_requirements_actor__profile_yaml},
  {"requirements/aims/attestation.yaml", file_requirements_aims_attestation_yaml, sizeof file_requirements_aims_attestation_yaml},
  {"requirements/aims/authentication.yaml", file_requirements_aims_authentication_yaml, sizeof file_requirements_aims_authentication_yaml},
  {"requirements/aims/authorization.yaml", file_requirements_aims_authorization_yaml, sizeof file_requirements_aims_authorization_yaml},
  {"requirements/aims/credentials.yaml", file_requirements_aims_credentials_yaml, sizeof file_requirements_aims_credentials_yaml},
  {"requirements/aims/cross-domain.yaml", file_requirements_aims_cross__domain_yaml, sizeof file_requirements_aims_cross__domain_yaml},
  {"requirements/aims/discovery.yaml", file_requirements_aims_discovery_yaml, sizeof file_requirements_aims_discovery_yaml},
  {"requirements/aims/document.yaml", file_requirements_aims_document_yaml, sizeof file_requirements_aims_document_yaml},
  {"requirements/aims/human-in-the-loop.yaml", file_requirements_aims_human__in__the__loop_yaml, sizeof file_requirements_aims_human__in__the__loop_yaml},
  {"requirements/aims/identifier.yaml", file_requirements_aims_identifier_yaml, sizeof file_requirements_aims_identifier_yaml},
  {"requirements/aims/observability.yaml", file_requirements_aims_observability_yaml, sizeof file_requirements_aims_observability_yaml},
  {"requirements/aims/policy-and-compliance.yaml", file_requirements_aims_policy__and__compliance_yaml, sizeof file_requirements_aims_policy__and__compliance_yaml},
  {"requirements/aims/privacy.yaml", file_requirements_aims_privacy_yaml, sizeof file_requirements_aims_privacy_yaml},
  {"requirements/aims/provisioning.yaml", file_requirements_aims_provisioning_yaml, sizeof file_requirements_aims_provisioning_yaml},
  {"requirements/aims/tools.yaml", file_requirements_aims_tools_yaml, sizeof file_requirements_aims_tools_yaml},
  {"requirements/aims/transaction-tokens.yaml", file_requirements_aims_transaction__tokens_yaml, sizeof file_requirements_aims_transaction__tokens_yaml},
  {"requirements/attestation-based-client-auth.yaml", file_requirements_attestation__based__client__auth_yaml, sizeof file_requirements_attestation__based__client__auth_yaml},
  {"requirements/blocks/attestation.yaml", file_requirements_blocks_attestation_yaml, sizeof file_requirements_blocks_attestation_yaml},
  {"requirements/blocks/discovery.yaml", file_requirements_blocks_discovery_yaml, sizeof file_requirements_blocks_discovery_yaml},
  {"requirements/blocks/exchange.yaml", file_requirements_blocks_exchange_yaml, sizeof file_requirements_blocks_exchange_yaml},
  {"requirements/blocks/issuance.yaml", file_requirements_blocks_issuance_yaml, sizeof file_requirements_blocks_issuance_yaml},
  {"requirements/blocks/observability.yaml", file_requirements_blocks_observability_yaml, sizeof file_requirements_blocks_observability_yaml},
  {"requirements/blocks/possession.yaml", file_requirements_blocks_possession_yaml, sizeof file_requirements_blocks_possession_yaml},
  {"requirements/blocks/revocation.yaml", file_requirements_blocks_revocation_yaml, sizeof file_requirements_blocks_revocation_yaml},
  {"requirements/caep-interop.yaml", file_requirements_caep__interop_yaml, sizeof file_requirements_caep__interop_yaml},
  {"requirements/caep.yaml", file_requirements_caep_yaml, sizeof file_requirements_caep_yaml},
  {"requirements/ciba.yaml", file_requirements_ciba_yaml, sizeof file_requirements_ciba_yaml},
  {"requirements/cimd.yaml", file_requirements_cimd_yaml, sizeof file_requirements_cimd_yaml},
  {"requirements/csr-attestation.yaml", file_requirements_csr__attestation_yaml, sizeof file_requirements_csr__attestation_yaml},
  {"requirements/declared.yaml", file_requirements_declared_yaml, sizeof file_requirements_declared_yaml},
  {"requirements/delegation.yaml", file_requirements_delegation_yaml, sizeof file_requirements_delegation_yaml},
  {"requirements/fapi2.yaml", file_requirements_fapi2_yaml, sizeof file_requirements_fapi2_yaml},
  {"requirements/frozen.yaml", file_requirements_frozen_yaml, sizeof file_requirements_frozen_yaml},
  {"requirements/global-token-revocation.yaml", file_requirements_global__token__revocation_yaml, sizeof file_requirements_global__token__revocation_yaml},
  {"requirements/http-signature.yaml", file_requirements_http__signature_yaml, sizeof file_requirements_http__signature_yaml},
  {"requirements/id-jag.yaml", file_requirements_id__jag_yaml, sizeof file_requirements_id__jag_yaml},
  {"requirements/identity-chaining.yaml", file_requirements_identity__chaining_yaml, sizeof file_requirements_identity__chaining_yaml},
  {"requirements/may-act.yaml", file_requirements_may__act_yaml, sizeof file_requirements_may__act_yaml},
  {"requirements/mcp.yaml", file_requirements_mcp_yaml, sizeof file_requirements_mcp_yaml},
  {"requirements/mutual-tls.yaml", file_requirements_mutual__tls_yaml, sizeof file_requirements_mutual__tls_yaml},
  {"requirements/oidc-discovery.yaml", file_requirements_oidc__discovery_yaml, sizeof file_requirements_oidc__discovery_yaml},
  {"requirements/on-behalf-of.yaml", file_requirements_on__behalf__of_yaml, sizeof file_requirements_on__behalf__of_yaml},
  {"requirements/policies.yaml", file_requirements_policies_yaml, sizeof file_requirements_policies_yaml},
  {"requirements/rfc5280.yaml", file_requirements_rfc5280_yaml, sizeof file_requirements_rfc5280_yaml},
  {"requirements/rfc6749.yaml", file_requirements_rfc6749_yaml, sizeof file_requirements_rfc6749_yaml},
  {"requirements/rfc6750.yaml", file_requirements_rfc6750_yaml, sizeof file_requirements_rfc6750_yaml},
  {"requirements/rfc7009.yaml", file_requirements_rfc7009_yaml, sizeof file_requirements_rfc7009_yaml},
  {"requirements/rfc7515.yaml", file_requirements_rfc7515_yaml, sizeof file_requirements_rfc7515_yaml},
  {"requirements/rfc7517.yaml", file_requirements_rfc7517_yaml, sizeof file_requirements_rfc7517_yaml},
  {"requirements/rfc7519.yaml", file_requirements_rfc7519_yaml, sizeof file_requirements_rfc7519_yaml},
  {"requirements/rfc7521.yaml", file_requirements_rfc7521_yaml, sizeof file_requirements_rfc7521_yaml},
  {"requirements/rfc7523.yaml", file_requirements_rfc7523_yaml, sizeof file_requirements_rfc7523_yaml},
  {"requirements/rfc7523bis.yaml", file_requirements_rfc7523bis_yaml, sizeof file_requirements_rfc7523bis_yaml},
  {"requirements/rfc7591.yaml", file_requirements_rfc7591_yaml, sizeof file_requirements_rfc7591_yaml},
  {"requirements/rfc7592.yaml", file_requirements_rfc7592_yaml, sizeof file_requirements_rfc7592_yaml},
  {"requirements/rfc7636.yaml", file_requirements_rfc7636_yaml, sizeof file_requirements_rfc7636_yaml},
  {"requirements/rfc7638.yaml", file_requirements_rfc7638_yaml, sizeof file_requirements_rfc7638_yaml},
  {"requirements/rfc7662.yaml", file_requirements_rfc7662_yaml, sizeof file_requirements_rfc7662_yaml},
  {"requirements/rfc7800.yaml", file_requirements_rfc7800_yaml, sizeof file_requirements_rfc7800_yaml},
  {"requirements/rfc8414.yaml", file_requirements_rfc8414_yaml, sizeof file_requirements_rfc8414_yaml},
  {"requirements/rfc8417.yaml", file_requirements_rfc8417_yaml, sizeof file_requirements_rfc8417_yaml},
  {"requirements/rfc8446.yaml", file_requirements_rfc8446_yaml, sizeof file_requirements_rfc8446_yaml},
  {"requirements/rfc8693.yaml", file_requirements_rfc8693_yaml, sizeof file_requirements_rfc8693_yaml},
  {"requirements/rfc8705.yaml", file_requirements_rfc8705_yaml, sizeof file_requirements_rfc8705_yaml},
  {"requirements/rfc8707.yaml", file_requirements_rfc8707_yaml, sizeof file_requirements_rfc8707_yaml},
  {"requirements/rfc8725.yaml", file_requirements_rfc8725_yaml, sizeof file_requirements_rfc8725_yaml},
  {"requirements/rfc8935.yaml", file_requirements_rfc8935_yaml, sizeof file_requirements_rfc8935_yaml},
  {"requirements/rfc8936.yaml", file_requirements_rfc8936_yaml, sizeof file_requirements_rfc8936_yaml},
  {"requirements/rfc9068.yaml", file_requirements_rfc9068_yaml, sizeof file_requirements_rfc9068_yaml},
  {"requirements/rfc9101.yaml", file_requirements_rfc9101_yaml, sizeof file_requirements_rfc9101_yaml},
  {"requirements/rfc9110.yaml", file_requirements_rfc9110_yaml, sizeof file_requirements_rfc9110_yaml},
  {"requirements/rfc9126.yaml", file_requirements_rfc9126_yaml, sizeof file_requirements_rfc9126_yaml},
  {"requirements/rfc9207.yaml", file_requirements_rfc9207_yaml, sizeof file_requirements_rfc9207_yaml},
  {"requirements/rfc9325.yaml", file_requirements_rfc9325_yaml, sizeof file_requirements_rfc9325_yaml},
  {"requirements/rfc9334.yaml", file_requirements_rfc9334_yaml, sizeof file_requirements_rfc9334_yaml},
  {"requirements/rfc9396.yaml", file_requirements_rfc9396_yaml, sizeof file_requirements_rfc9396_yaml},
  {"requirements/rfc9421.yaml", file_requirements_rfc9421_yaml, sizeof file_requirements_rfc9421_yaml},
  {"requirements/rfc9449.yaml", file_requirements_rfc9449_yaml, sizeof file_requirements_rfc9449_yaml},
  {"requirements/rfc9470.yaml", file_requirements_rfc9470_yaml, sizeof file_requirements_rfc9470_yaml},
  {"requirements/rfc9493.yaml", file_requirements_rfc9493_yaml, sizeof file_requirements_rfc9493_yaml},
  {"requirements/rfc9530.yaml", file_requirements_rfc9530_yaml, sizeof file_requirements_rfc9530_yaml},
  {"requirements/rfc9700.yaml", file_requirements_rfc9700_yaml, sizeof file_requirements_rfc9700_yaml},
  {"requirements/rfc9701.yaml", file_requirements_rfc9701_yaml, sizeof file_requirements_rfc9701_yaml},
  {"requirements/rfc9711.yaml", file_requirements_rfc9711_yaml, sizeof file_requirements_rfc9711_yaml},
  {"requirements/rfc9728.yaml", file_requirements_rfc9728_yaml, sizeof file_requirements_rfc9728_yaml},
  {"requirements/risc.yaml", file_requirements_risc_yaml, sizeof file_requirements_risc_yaml},
  {"requirements/spiffe-client-auth.yaml", file_requirements_spiffe__client__auth_yaml, sizeof file_requirements_spiffe__client__auth_yaml},
  {"requirements/spiffe-federation.yaml", file_requirements_spiffe__federation_yaml, sizeof file_requirements_spiffe__federation_yaml},
  {"requirements/spiffe-id.yaml", file_requirements_spiffe__id_yaml, sizeof file_requirements_spiffe__id_yaml},
  {"requirements/spiffe-jwt-svid.yaml", file_requirements_spiffe__jwt__svid_yaml, sizeof file_requirements_spiffe__jwt__svid_yaml},
  {"requirements/spiffe-trust-domain-and-bundle.yaml", file_requirements_spiffe__trust__domain__and__bundle_yaml, sizeof file_requirements_spiffe__trust__domain__and__bundle_yaml},
  {"requirements/spiffe-wit-svid.yaml", file_requirements_spiffe__wit__svid_yaml, sizeof file_requirements_spiffe__wit__svid_yaml},
  {"requirements/spiffe-workload-api.yaml", file_requirements_spiffe__workload__api_yaml, sizeof file_requirements_spiffe__workload__api_yaml},
  {"requirements/spiffe-workload-endpoint.yaml", file_requirements_spiffe__workload__endpoint_yaml, sizeof file_requirements_spiffe__workload__endpoint_yaml},
  {"requirements/spiffe-x509-svid.yaml", file_requirements_spiffe__x509__svid_yaml, sizeof file_requirements_spiffe__x509__svid_yaml},
  {"requirements/ssf.yaml", file_requirements_ssf_yaml, sizeof file_requirements_ssf_yaml},
  {"requirements/status-list.yaml", file_requirements_status__list_yaml, sizeof file_requirements_status__list_yaml},
  {"requirements/transaction-tokens.yaml", file_requirements_transaction__tokens_yaml, sizeof file_requirements_transaction__tokens_yaml},
  {"requirements/txn-chaining.yaml", file_requirements_txn__chaining_yaml, sizeof file_requirements_txn__chaining_yaml},
  {"requirements/txn-tokens-for-agents.yaml", file_requirements_txn__tokens__for__agents_yaml, sizeof file_requirements_txn__tokens__for__agents_yaml},
  {"requirements/untested.yaml", file_requirements_untested_yaml, sizeof file_requirements_untested_yaml},
  {"requirements/wimse-arch.yaml", file_requirements_wimse__arch_yaml, sizeof file_requirements_wimse__arch_yaml},
  {"requirements/wimse-identifier.yaml", file_requirements_wimse__identifier_yaml, sizeof file_requirements_wimse__identifier_yaml},
  {"requirements/workload-creds.yaml", file_requirements_workload__creds_yaml, sizeof file_requirements_workload__creds_yaml},
  {"requirements/workload-identity-practices.yaml", file_requirements_workload__identity__practices_yaml, sizeof file_requirements_workload__identity__practices_yaml},
  {"requirements/wpt.yaml", file_requirements_wpt_yaml, sizeof file_requirements_wpt_yaml},
  {"roles.yaml", file_roles_yaml, sizeof file_roles_yaml},
  {"scenarios/attestation/bundle/fetched.yaml", file_scenarios_attestation_bundle_fetched_yaml, sizeof file_scenarios_attestation_bundle_fetched_yaml},
  {"scenarios/attestation/bundle/followed.yaml", file_scenarios_attestation_bundle_followed_yaml, sizeof file_scenarios_attestation_bundle_followed_yaml},
  {"scenarios/attestation/bundle/published.yaml", file_scenarios_attestation_bundle_published_yaml, sizeof file_scenarios_attestation_bundle_published_yaml},
  {"scenarios/attestation/client/challenge.yaml", file_scenarios_attestation_client_challenge_yaml, sizeof file_scenarios_attestation_client_challenge_yaml},
  {"scenarios/attestation/client/refresh.yaml", file_scenarios_attestation_client_refresh_yaml, sizeof file_scenarios_attestation_client_refresh_yaml},
  {"scenarios/attestation/consumer/identifier.yaml", file_scenarios_attestation_consumer_identifier_yaml, sizeof file_scenarios_attestation_consumer_identifier_yaml},
  {"scenarios/attestation/consumer/svid.yaml", file_scenarios_attestation_consumer_svid_yaml, sizeof file_scenarios_attestation_consumer_svid_yaml},
  {"scenarios/attestation/consumer/unknown-domain.yaml", file_scenarios_attestation_consumer_unknown__domain_yaml, sizeof file_scenarios_attestation_consumer_unknown__domain_yaml},
  {"scenarios/attestation/consumer/workload-token.yaml", file_scenarios_attestation_consumer_workload__token_yaml, sizeof file_scenarios_attestation_consumer_workload__token_yaml},
  {"scenarios/attestation/credential/certificate.yaml", file_scenarios_attestation_credential_certificate_yaml, sizeof file_scenarios_attestation_credential_certificate_yaml},
  {"scenarios/attestation/credential/jwt-svid.yaml", file_scenarios_attestation_credential_jwt__svid_yaml, sizeof file_scenarios_attestation_credential_jwt__svid_yaml},
  {"scenarios/attestation/credential/workload-token.yaml", file_scenarios_attestation_credential_workload__token_yaml, sizeof file_scenarios_attestation_credential_workload__token_yaml},
  {"scenarios/attestation/evidence/appraisal.yaml", file_scenarios_attestation_evidence_appraisal_yaml, sizeof file_scenarios_attestation_evidence_appraisal_yaml},
  {"scenarios/attestation/evidence/challenge-expiry.yaml", file_scenarios_attestation_evidence_challenge__expiry_yaml, sizeof file_scenarios_attestation_evidence_challenge__expiry_yaml},
  {"scenarios/attestation/evidence/challenge.yaml", file_scenarios_attestation_evidence_challenge_yaml, sizeof file_scenarios_attestation_evidence_challenge_yaml},
  {"scenarios/attestation/evidence/confusion.yaml", file_scenarios_attestation_evidence_confusion_yaml, sizeof file_scenarios_attestation_evidence_confusion_yaml},
  {"scenarios/attestation/evidence/identifier.yaml", file_scenarios_attestation_evidence_identifier_yaml, sizeof file_scenarios_attestation_evidence_identifier_yaml},
  {"scenarios/attestation/evidence/possession.yaml", file_scenarios_attestation_evidence_possession_yaml, sizeof file_scenarios_attestation_evidence_possession_yaml},
  {"scenarios/attestation/evidence/projected.yaml", file_scenarios_attestation_evidence_projected_yaml, sizeof file_scenarios_attestation_evidence_projected_yaml},
  {"scenarios/attestation/evidence/split.yaml", file_scenarios_attestation_evidence_split_yaml, sizeof file_scenarios_attestation_evidence_split_yaml},
  {"scenarios/attestation/evidence/workloads.yaml", file_scenarios_attestation_evidence_workloads_yaml, sizeof file_scenarios_attestation_evidence_workloads_yaml},
  {"scenarios/attestation/workload-api/bundles.yaml", file_scenarios_attestation_workload__api_bundles_yaml, sizeof file_scenarios_attestation_workload__api_bundles_yaml},
  {"scenarios/attestation/workload-api/callers.yaml", file_scenarios_attestation_workload__api_callers_yaml, sizeof file_scenarios_attestation_workload__api_callers_yaml},
  {"scenarios/attestation/workload-api/certificate.yaml", file_scenarios_attestation_workload__api_certificate_yaml, sizeof file_scenarios_attestation_workload__api_certificate_yaml},
  {"scenarios/attestation/workload-api/identity-token.yaml", file_scenarios_attestation_workload__api_identity__token_yaml, sizeof file_scenarios_attestation_workload__api_identity__token_yaml},
  {"scenarios/attestation/workload-api/rotation.yaml", file_scenarios_attestation_workload__api_rotation_yaml, sizeof file_scenarios_attestation_workload__api_rotation_yaml},
  {"scenarios/attestation/workload-api/security-header.yaml", file_scenarios_attestation_workload__api_security__header_yaml, sizeof file_scenarios_attestation_workload__api_security__header_yaml},
  {"scenarios/attestation/workload-api/token.yaml", file_scenarios_attestation_workload__api_token_yaml, sizeof file_scenarios_attestation_workload__api_token_yaml},
  {"scenarios/attestation/workload-api/transport.yaml", file_scenarios_attestation_workload__api_transport_yaml, sizeof file_scenarios_attestation_workload__api_transport_yaml},
  {"scenarios/attestation/workload-api/validation.yaml", file_scenarios_attestation_workload__api_validation_yaml, sizeof file_scenarios_attestation_workload__api_validation_yaml},
  {"scenarios/attestation/workload-api/workloads.yaml", file_scenarios_attestation_workload__api_workloads_yaml, sizeof file_scenarios_attestation_workload__api_workloads_yaml},
  {"scenarios/discovery/client-document/addresses.yaml", file_scenarios_discovery_client__document_addresses_yaml, sizeof file_scenarios_discovery_client__document_addresses_yaml},
  {"scenarios/discovery/client-document/cache.yaml", file_scenarios_discovery_client__document_cache_yaml, sizeof file_scenarios_discovery_client__document_cache_yaml},
  {"scenarios/discovery/client-document/client.yaml", file_scenarios_discovery_client__document_client_yaml, sizeof file_scenarios_discovery_client__document_client_yaml},
  {"scenarios/discovery/client-document/document.yaml", file_scenarios_discovery_client__document_document_yaml, sizeof file_scenarios_discovery_client__document_document_yaml},
  {"scenarios/discovery/registration/access.yaml", file_scenarios_discovery_registration_access_yaml, sizeof file_scenarios_discovery_registration_access_yaml},
  {"scenarios/discovery/registration/agent.yaml", file_scenarios_discovery_registration_agent_yaml, sizeof file_scenarios_discovery_registration_agent_yaml},
  {"scenarios/discovery/registration/management.yaml", file_scenarios_discovery_registration_management_yaml, sizeof file_scenarios_discovery_registration_management_yaml},
  {"scenarios/discovery/registration/metadata.yaml", file_scenarios_discovery_registration_metadata_yaml, sizeof file_scenarios_discovery_registration_metadata_yaml},
  {"scenarios/discovery/registration/redirect.yaml", file_scenarios_discovery_registration_redirect_yaml, sizeof file_scenarios_discovery_registration_redirect_yaml},
  {"scenarios/discovery/registration/statement.yaml", file_scenarios_discovery_registration_statement_yaml, sizeof file_scenarios_discovery_registration_statement_yaml},
  {"scenarios/discovery/resource/challenge.yaml", file_scenarios_discovery_resource_challenge_yaml, sizeof file_scenarios_discovery_resource_challenge_yaml},
  {"scenarios/discovery/resource/flags.yaml", file_scenarios_discovery_resource_flags_yaml, sizeof file_scenarios_discovery_resource_flags_yaml},
  {"scenarios/discovery/resource/metadata.yaml", file_scenarios_discovery_resource_metadata_yaml, sizeof file_scenarios_discovery_resource_metadata_yaml},
  {"scenarios/discovery/resource/runtime.yaml", file_scenarios_discovery_resource_runtime_yaml, sizeof file_scenarios_discovery_resource_runtime_yaml},
  {"scenarios/discovery/resource/signed.yaml", file_scenarios_discovery_resource_signed_yaml, sizeof file_scenarios_discovery_resource_signed_yaml},
  {"scenarios/discovery/server/chaining.yaml", file_scenarios_discovery_server_chaining_yaml, sizeof file_scenarios_discovery_server_chaining_yaml},
  {"scenarios/discovery/server/content.yaml", file_scenarios_discovery_server_content_yaml, sizeof file_scenarios_discovery_server_content_yaml},
  {"scenarios/discovery/server/grants.yaml", file_scenarios_discovery_server_grants_yaml, sizeof file_scenarios_discovery_server_grants_yaml},
  {"scenarios/discovery/server/keys.yaml", file_scenarios_discovery_server_keys_yaml, sizeof file_scenarios_discovery_server_keys_yaml},
  {"scenarios/discovery/server/location.yaml", file_scenarios_discovery_server_location_yaml, sizeof file_scenarios_discovery_server_location_yaml},
  {"scenarios/discovery/server/methods.yaml", file_scenarios_discovery_server_methods_yaml, sizeof file_scenarios_discovery_server_methods_yaml},
  {"scenarios/discovery/server/openid.yaml", file_scenarios_discovery_server_openid_yaml, sizeof file_scenarios_discovery_server_openid_yaml},
  {"scenarios/discovery/server/rotation.yaml", file_scenarios_discovery_server_rotation_yaml, sizeof file_scenarios_discovery_server_rotation_yaml},
  {"scenarios/discovery/server/signed.yaml", file_scenarios_discovery_server_signed_yaml, sizeof file_scenarios_discovery_server_signed_yaml},
  {"scenarios/exchange/act/actor-expired.yaml", file_scenarios_exchange_act_actor__expired_yaml, sizeof file_scenarios_exchange_act_actor__expired_yaml},
  {"scenarios/exchange/act/actor-token.yaml", file_scenarios_exchange_act_actor__token_yaml, sizeof file_scenarios_exchange_act_actor__token_yaml},
  {"scenarios/exchange/act/current-actor.yaml", file_scenarios_exchange_act_current__actor_yaml, sizeof file_scenarios_exchange_act_current__actor_yaml},
  {"scenarios/exchange/act/deep.yaml", file_scenarios_exchange_act_deep_yaml, sizeof file_scenarios_exchange_act_deep_yaml},
  {"scenarios/exchange/act/delegation.yaml", file_scenarios_exchange_act_delegation_yaml, sizeof file_scenarios_exchange_act_delegation_yaml},
  {"scenarios/exchange/act/impersonation.yaml", file_scenarios_exchange_act_impersonation_yaml, sizeof file_scenarios_exchange_act_impersonation_yaml},
  {"scenarios/exchange/act/injection.yaml", file_scenarios_exchange_act_injection_yaml, sizeof file_scenarios_exchange_act_injection_yaml},
  {"scenarios/exchange/act/introspection.yaml", file_scenarios_exchange_act_introspection_yaml, sizeof file_scenarios_exchange_act_introspection_yaml},
  {"scenarios/exchange/act/laundering.yaml", file_scenarios_exchange_act_laundering_yaml, sizeof file_scenarios_exchange_act_laundering_yaml},
  {"scenarios/exchange/act/may-act.yaml", file_scenarios_exchange_act_may__act_yaml, sizeof file_scenarios_exchange_act_may__act_yaml},
  {"scenarios/exchange/agents/narrowing.yaml", file_scenarios_exchange_agents_narrowing_yaml, sizeof file_scenarios_exchange_agents_narrowing_yaml},
  {"scenarios/exchange/agents/places.yaml", file_scenarios_exchange_agents_places_yaml, sizeof file_scenarios_exchange_agents_places_yaml},
  {"scenarios/exchange/chaining/accept.yaml", file_scenarios_exchange_chaining_accept_yaml, sizeof file_scenarios_exchange_chaining_accept_yaml},
  {"scenarios/exchange/chaining/issue.yaml", file_scenarios_exchange_chaining_issue_yaml, sizeof file_scenarios_exchange_chaining_issue_yaml},
  {"scenarios/exchange/chaining/whole.yaml", file_scenarios_exchange_chaining_whole_yaml, sizeof file_scenarios_exchange_chaining_whole_yaml},
  {"scenarios/exchange/idjag/accept.yaml", file_scenarios_exchange_idjag_accept_yaml, sizeof file_scenarios_exchange_idjag_accept_yaml},
  {"scenarios/exchange/idjag/expired-assertion.yaml", file_scenarios_exchange_idjag_expired__assertion_yaml, sizeof file_scenarios_exchange_idjag_expired__assertion_yaml},
  {"scenarios/exchange/idjag/issue.yaml", file_scenarios_exchange_idjag_issue_yaml, sizeof file_scenarios_exchange_idjag_issue_yaml},
  {"scenarios/exchange/idjag/whole.yaml", file_scenarios_exchange_idjag_whole_yaml, sizeof file_scenarios_exchange_idjag_whole_yaml},
  {"scenarios/exchange/token/baseline.yaml", file_scenarios_exchange_token_baseline_yaml, sizeof file_scenarios_exchange_token_baseline_yaml},
  {"scenarios/exchange/token/binding.yaml", file_scenarios_exchange_token_binding_yaml, sizeof file_scenarios_exchange_token_binding_yaml},
  {"scenarios/exchange/token/client-scope.yaml", file_scenarios_exchange_token_client__scope_yaml, sizeof file_scenarios_exchange_token_client__scope_yaml},
  {"scenarios/exchange/token/client.yaml", file_scenarios_exchange_token_client_yaml, sizeof file_scenarios_exchange_token_client_yaml},
  {"scenarios/exchange/token/error-codes.yaml", file_scenarios_exchange_token_error__codes_yaml, sizeof file_scenarios_exchange_token_error__codes_yaml},
  {"scenarios/exchange/token/expired.yaml", file_scenarios_exchange_token_expired_yaml, sizeof file_scenarios_exchange_token_expired_yaml},
  {"scenarios/exchange/token/inputs-survive.yaml", file_scenarios_exchange_token_inputs__survive_yaml, sizeof file_scenarios_exchange_token_inputs__survive_yaml},
  {"scenarios/exchange/token/jwt-subject.yaml", file_scenarios_exchange_token_jwt__subject_yaml, sizeof file_scenarios_exchange_token_jwt__subject_yaml},
  {"scenarios/exchange/token/lifetime.yaml", file_scenarios_exchange_token_lifetime_yaml, sizeof file_scenarios_exchange_token_lifetime_yaml},
  {"scenarios/exchange/token/parameters.yaml", file_scenarios_exchange_token_parameters_yaml, sizeof file_scenarios_exchange_token_parameters_yaml},
  {"scenarios/exchange/token/refresh-token.yaml", file_scenarios_exchange_token_refresh__token_yaml, sizeof file_scenarios_exchange_token_refresh__token_yaml},
  {"scenarios/exchange/token/revoked.yaml", file_scenarios_exchange_token_revoked_yaml, sizeof file_scenarios_exchange_token_revoked_yaml},
  {"scenarios/exchange/token/scope.yaml", file_scenarios_exchange_token_scope_yaml, sizeof file_scenarios_exchange_token_scope_yaml},
  {"scenarios/exchange/token/subject.yaml", file_scenarios_exchange_token_subject_yaml, sizeof file_scenarios_exchange_token_subject_yaml},
  {"scenarios/exchange/token/target.yaml", file_scenarios_exchange_token_target_yaml, sizeof file_scenarios_exchange_token_target_yaml},
  {"scenarios/exchange/tool/canary.yaml", file_scenarios_exchange_tool_canary_yaml, sizeof file_scenarios_exchange_tool_canary_yaml},
  {"scenarios/exchange/tool/confused-deputy.yaml", file_scenarios_exchange_tool_confused__deputy_yaml, sizeof file_scenarios_exchange_tool_confused__deputy_yaml},
  {"scenarios/exchange/tool/downstream-refusal.yaml", file_scenarios_exchange_tool_downstream__refusal_yaml, sizeof file_scenarios_exchange_tool_downstream__refusal_yaml},
  {"scenarios/exchange/tool/exchange-cache.yaml", file_scenarios_exchange_tool_exchange__cache_yaml, sizeof file_scenarios_exchange_tool_exchange__cache_yaml},
  {"scenarios/exchange/tool/forwarded.yaml", file_scenarios_exchange_tool_forwarded_yaml, sizeof file_scenarios_exchange_tool_forwarded_yaml},
  {"scenarios/exchange/tool/wrong-audience.yaml", file_scenarios_exchange_tool_wrong__audience_yaml, sizeof file_scenarios_exchange_tool_wrong__audience_yaml},
  {"scenarios/exchange/transaction/issue.yaml", file_scenarios_exchange_transaction_issue_yaml, sizeof file_scenarios_exchange_transaction_issue_yaml},
  {"scenarios/exchange/transaction/not-an-access-token.yaml", file_scenarios_exchange_transaction_not__an__access__token_yaml, sizeof file_scenarios_exchange_transaction_not__an__access__token_yaml},
  {"scenarios/exchange/transaction/propagation.yaml", file_scenarios_exchange_transaction_propagation_yaml, sizeof file_scenarios_exchange_transaction_propagation_yaml},
  {"scenarios/exchange/transaction/replacement.yaml", file_scenarios_exchange_transaction_replacement_yaml, sizeof file_scenarios_exchange_transaction_replacement_yaml},
  {"scenarios/exchange/transaction/workload.yaml", file_scenarios_exchange_transaction_workload_yaml, sizeof file_scenarios_exchange_transaction_workload_yaml},
  {"scenarios/issuance/authorization-code/code.yaml", file_scenarios_issuance_authorization__code_code_yaml, sizeof file_scenarios_issuance_authorization__code_code_yaml},
  {"scenarios/issuance/authorization-code/expiry.yaml", file_scenarios_issuance_authorization__code_expiry_yaml, sizeof file_scenarios_issuance_authorization__code_expiry_yaml},
  {"scenarios/issuance/authorization-code/grant.yaml", file_scenarios_issuance_authorization__code_grant_yaml, sizeof file_scenarios_issuance_authorization__code_grant_yaml},
  {"scenarios/issuance/authorization-code/pkce.yaml", file_scenarios_issuance_authorization__code_pkce_yaml, sizeof file_scenarios_issuance_authorization__code_pkce_yaml},
  {"scenarios/issuance/authorization-code/pushed.yaml", file_scenarios_issuance_authorization__code_pushed_yaml, sizeof file_scenarios_issuance_authorization__code_pushed_yaml},
  {"scenarios/issuance/authorization-code/redirect.yaml", file_scenarios_issuance_authorization__code_redirect_yaml, sizeof file_scenarios_issuance_authorization__code_redirect_yaml},
  {"scenarios/issuance/authorization-code/request-address.yaml", file_scenarios_issuance_authorization__code_request__address_yaml, sizeof file_scenarios_issuance_authorization__code_request__address_yaml},
  {"scenarios/issuance/authorization-code/request.yaml", file_scenarios_issuance_authorization__code_request_yaml, sizeof file_scenarios_issuance_authorization__code_request_yaml},
  {"scenarios/issuance/authorization-details/code.yaml", file_scenarios_issuance_authorization__details_code_yaml, sizeof file_scenarios_issuance_authorization__details_code_yaml},
  {"scenarios/issuance/authorization-details/introspection.yaml", file_scenarios_issuance_authorization__details_introspection_yaml, sizeof file_scenarios_issuance_authorization__details_introspection_yaml},
  {"scenarios/issuance/authorization-details/request.yaml", file_scenarios_issuance_authorization__details_request_yaml, sizeof file_scenarios_issuance_authorization__details_request_yaml},
  {"scenarios/issuance/client-assertion/audience.yaml", file_scenarios_issuance_client__assertion_audience_yaml, sizeof file_scenarios_issuance_client__assertion_audience_yaml},
  {"scenarios/issuance/client-assertion/claims.yaml", file_scenarios_issuance_client__assertion_claims_yaml, sizeof file_scenarios_issuance_client__assertion_claims_yaml},
  {"scenarios/issuance/client-assertion/client-id.yaml", file_scenarios_issuance_client__assertion_client__id_yaml, sizeof file_scenarios_issuance_client__assertion_client__id_yaml},
  {"scenarios/issuance/client-assertion/key-address.yaml", file_scenarios_issuance_client__assertion_key__address_yaml, sizeof file_scenarios_issuance_client__assertion_key__address_yaml},
  {"scenarios/issuance/client-assertion/next-key.yaml", file_scenarios_issuance_client__assertion_next__key_yaml, sizeof file_scenarios_issuance_client__assertion_next__key_yaml},
  {"scenarios/issuance/client-assertion/replay.yaml", file_scenarios_issuance_client__assertion_replay_yaml, sizeof file_scenarios_issuance_client__assertion_replay_yaml},
  {"scenarios/issuance/client-assertion/signature.yaml", file_scenarios_issuance_client__assertion_signature_yaml, sizeof file_scenarios_issuance_client__assertion_signature_yaml},
  {"scenarios/issuance/client-attestation/token.yaml", file_scenarios_issuance_client__attestation_token_yaml, sizeof file_scenarios_issuance_client__attestation_token_yaml},
  {"scenarios/issuance/client-certificate/authority.yaml", file_scenarios_issuance_client__certificate_authority_yaml, sizeof file_scenarios_issuance_client__certificate_authority_yaml},
  {"scenarios/issuance/client-certificate/forwarded.yaml", file_scenarios_issuance_client__certificate_forwarded_yaml, sizeof file_scenarios_issuance_client__certificate_forwarded_yaml},
  {"scenarios/issuance/client-certificate/self-signed.yaml", file_scenarios_issuance_client__certificate_self__signed_yaml, sizeof file_scenarios_issuance_client__certificate_self__signed_yaml},
  {"scenarios/issuance/client-credentials/authentication.yaml", file_scenarios_issuance_client__credentials_authentication_yaml, sizeof file_scenarios_issuance_client__credentials_authentication_yaml},
  {"scenarios/issuance/client-credentials/grant.yaml", file_scenarios_issuance_client__credentials_grant_yaml, sizeof file_scenarios_issuance_client__credentials_grant_yaml},
  {"scenarios/issuance/client-credentials/scope.yaml", file_scenarios_issuance_client__credentials_scope_yaml, sizeof file_scenarios_issuance_client__credentials_scope_yaml},
  {"scenarios/issuance/client-secret/authentication.yaml", file_scenarios_issuance_client__secret_authentication_yaml, sizeof file_scenarios_issuance_client__secret_authentication_yaml},
  {"scenarios/issuance/combinations/token.yaml", file_scenarios_issuance_combinations_token_yaml, sizeof file_scenarios_issuance_combinations_token_yaml},
  {"scenarios/issuance/endpoint/error-codes.yaml", file_scenarios_issuance_endpoint_error__codes_yaml, sizeof file_scenarios_issuance_endpoint_error__codes_yaml},
  {"scenarios/issuance/endpoint/errors.yaml", file_scenarios_issuance_endpoint_errors_yaml, sizeof file_scenarios_issuance_endpoint_errors_yaml},
  {"scenarios/issuance/endpoint/request.yaml", file_scenarios_issuance_endpoint_request_yaml, sizeof file_scenarios_issuance_endpoint_request_yaml},
  {"scenarios/issuance/endpoint/responses.yaml", file_scenarios_issuance_endpoint_responses_yaml, sizeof file_scenarios_issuance_endpoint_responses_yaml},
  {"scenarios/issuance/jwt-grant/assertion.yaml", file_scenarios_issuance_jwt__grant_assertion_yaml, sizeof file_scenarios_issuance_jwt__grant_assertion_yaml},
  {"scenarios/issuance/jwt-grant/key-address.yaml", file_scenarios_issuance_jwt__grant_key__address_yaml, sizeof file_scenarios_issuance_jwt__grant_key__address_yaml},
  {"scenarios/issuance/out-of-band/confirmation.yaml", file_scenarios_issuance_out__of__band_confirmation_yaml, sizeof file_scenarios_issuance_out__of__band_confirmation_yaml},
  {"scenarios/issuance/out-of-band/expiry.yaml", file_scenarios_issuance_out__of__band_expiry_yaml, sizeof file_scenarios_issuance_out__of__band_expiry_yaml},
  {"scenarios/issuance/out-of-band/local.yaml", file_scenarios_issuance_out__of__band_local_yaml, sizeof file_scenarios_issuance_out__of__band_local_yaml},
  {"scenarios/issuance/out-of-band/poll.yaml", file_scenarios_issuance_out__of__band_poll_yaml, sizeof file_scenarios_issuance_out__of__band_poll_yaml},
  {"scenarios/issuance/out-of-band/request.yaml", file_scenarios_issuance_out__of__band_request_yaml, sizeof file_scenarios_issuance_out__of__band_request_yaml},
  {"scenarios/issuance/out-of-band/transaction.yaml", file_scenarios_issuance_out__of__band_transaction_yaml, sizeof file_scenarios_issuance_out__of__band_transaction_yaml},
  {"scenarios/issuance/refresh/public-client.yaml", file_scenarios_issuance_refresh_public__client_yaml, sizeof file_scenarios_issuance_refresh_public__client_yaml},
  {"scenarios/issuance/refresh/rotation.yaml", file_scenarios_issuance_refresh_rotation_yaml, sizeof file_scenarios_issuance_refresh_rotation_yaml},
  {"scenarios/issuance/refresh/token.yaml", file_scenarios_issuance_refresh_token_yaml, sizeof file_scenarios_issuance_refresh_token_yaml},
  {"scenarios/issuance/spiffe/jwt.yaml", file_scenarios_issuance_spiffe_jwt_yaml, sizeof file_scenarios_issuance_spiffe_jwt_yaml},
  {"scenarios/issuance/spiffe/wildcard.yaml", file_scenarios_issuance_spiffe_wildcard_yaml, sizeof file_scenarios_issuance_spiffe_wildcard_yaml},
  {"scenarios/issuance/spiffe/x509.yaml", file_scenarios_issuance_spiffe_x509_yaml, sizeof file_scenarios_issuance_spiffe_x509_yaml},
  {"scenarios/issuance/token/audience.yaml", file_scenarios_issuance_token_audience_yaml, sizeof file_scenarios_issuance_token_audience_yaml},
  {"scenarios/issuance/token/introspection.yaml", file_scenarios_issuance_token_introspection_yaml, sizeof file_scenarios_issuance_token_introspection_yaml},
  {"scenarios/issuance/token/issued-elsewhere.yaml", file_scenarios_issuance_token_issued__elsewhere_yaml, sizeof file_scenarios_issuance_token_issued__elsewhere_yaml},
  {"scenarios/issuance/token/key-address.yaml", file_scenarios_issuance_token_key__address_yaml, sizeof file_scenarios_issuance_token_key__address_yaml},
  {"scenarios/issuance/token/own-behalf.yaml", file_scenarios_issuance_token_own__behalf_yaml, sizeof file_scenarios_issuance_token_own__behalf_yaml},
  {"scenarios/issuance/token/profile.yaml", file_scenarios_issuance_token_profile_yaml, sizeof file_scenarios_issuance_token_profile_yaml},
  {"scenarios/issuance/token/resource.yaml", file_scenarios_issuance_token_resource_yaml, sizeof file_scenarios_issuance_token_resource_yaml},
  {"scenarios/observability/log/contents.yaml", file_scenarios_observability_log_contents_yaml, sizeof file_scenarios_observability_log_contents_yaml},
  {"scenarios/observability/privacy/across.yaml", file_scenarios_observability_privacy_across_yaml, sizeof file_scenarios_observability_privacy_across_yaml},
  {"scenarios/observability/privacy/tokens.yaml", file_scenarios_observability_privacy_tokens_yaml, sizeof file_scenarios_observability_privacy_tokens_yaml},
  {"scenarios/observability/records/across.yaml", file_scenarios_observability_records_across_yaml, sizeof file_scenarios_observability_records_across_yaml},
  {"scenarios/observability/records/authentication.yaml", file_scenarios_observability_records_authentication_yaml, sizeof file_scenarios_observability_records_authentication_yaml},
  {"scenarios/observability/records/chain.yaml", file_scenarios_observability_records_chain_yaml, sizeof file_scenarios_observability_records_chain_yaml},
  {"scenarios/observability/records/delegation.yaml", file_scenarios_observability_records_delegation_yaml, sizeof file_scenarios_observability_records_delegation_yaml},
  {"scenarios/observability/records/event.yaml", file_scenarios_observability_records_event_yaml, sizeof file_scenarios_observability_records_event_yaml},
  {"scenarios/observability/records/limits.yaml", file_scenarios_observability_records_limits_yaml, sizeof file_scenarios_observability_records_limits_yaml},
  {"scenarios/observability/records/own-behalf.yaml", file_scenarios_observability_records_own__behalf_yaml, sizeof file_scenarios_observability_records_own__behalf_yaml},
  {"scenarios/observability/records/permitted.yaml", file_scenarios_observability_records_permitted_yaml, sizeof file_scenarios_observability_records_permitted_yaml},
  {"scenarios/observability/records/posture.yaml", file_scenarios_observability_records_posture_yaml, sizeof file_scenarios_observability_records_posture_yaml},
  {"scenarios/observability/records/refused.yaml", file_scenarios_observability_records_refused_yaml, sizeof file_scenarios_observability_records_refused_yaml},
  {"scenarios/observability/records/renewal.yaml", file_scenarios_observability_records_renewal_yaml, sizeof file_scenarios_observability_records_renewal_yaml},
  {"scenarios/observability/records/revocation.yaml", file_scenarios_observability_records_revocation_yaml, sizeof file_scenarios_observability_records_revocation_yaml},
  {"scenarios/possession/certificate/authorization-server.yaml", file_scenarios_possession_certificate_authorization__server_yaml, sizeof file_scenarios_possession_certificate_authorization__server_yaml},
  {"scenarios/possession/certificate/both-bindings.yaml", file_scenarios_possession_certificate_both__bindings_yaml, sizeof file_scenarios_possession_certificate_both__bindings_yaml},
  {"scenarios/possession/certificate/refresh.yaml", file_scenarios_possession_certificate_refresh_yaml, sizeof file_scenarios_possession_certificate_refresh_yaml},
  {"scenarios/possession/certificate/resource-server.yaml", file_scenarios_possession_certificate_resource__server_yaml, sizeof file_scenarios_possession_certificate_resource__server_yaml},
  {"scenarios/possession/certificate/workload.yaml", file_scenarios_possession_certificate_workload_yaml, sizeof file_scenarios_possession_certificate_workload_yaml},
  {"scenarios/possession/dpop/authorization-server/code.yaml", file_scenarios_possession_dpop_authorization__server_code_yaml, sizeof file_scenarios_possession_dpop_authorization__server_code_yaml},
  {"scenarios/possession/dpop/authorization-server/grants.yaml", file_scenarios_possession_dpop_authorization__server_grants_yaml, sizeof file_scenarios_possession_dpop_authorization__server_grants_yaml},
  {"scenarios/possession/dpop/authorization-server/key-address.yaml", file_scenarios_possession_dpop_authorization__server_key__address_yaml, sizeof file_scenarios_possession_dpop_authorization__server_key__address_yaml},
  {"scenarios/possession/dpop/authorization-server/nonce-offered.yaml", file_scenarios_possession_dpop_authorization__server_nonce__offered_yaml, sizeof file_scenarios_possession_dpop_authorization__server_nonce__offered_yaml},
  {"scenarios/possession/dpop/authorization-server/nonce.yaml", file_scenarios_possession_dpop_authorization__server_nonce_yaml, sizeof file_scenarios_possession_dpop_authorization__server_nonce_yaml},
  {"scenarios/possession/dpop/authorization-server/proof.yaml", file_scenarios_possession_dpop_authorization__server_proof_yaml, sizeof file_scenarios_possession_dpop_authorization__server_proof_yaml},
  {"scenarios/possession/dpop/authorization-server/pushed.yaml", file_scenarios_possession_dpop_authorization__server_pushed_yaml, sizeof file_scenarios_possession_dpop_authorization__server_pushed_yaml},
  {"scenarios/possession/dpop/authorization-server/refresh.yaml", file_scenarios_possession_dpop_authorization__server_refresh_yaml, sizeof file_scenarios_possession_dpop_authorization__server_refresh_yaml},
  {"scenarios/possession/dpop/authorization-server/replay.yaml", file_scenarios_possession_dpop_authorization__server_replay_yaml, sizeof file_scenarios_possession_dpop_authorization__server_replay_yaml},
  {"scenarios/possession/dpop/authorization-server/request.yaml", file_scenarios_possession_dpop_authorization__server_request_yaml, sizeof file_scenarios_possession_dpop_authorization__server_request_yaml},
  {"scenarios/possession/dpop/authorization-server/required.yaml", file_scenarios_possession_dpop_authorization__server_required_yaml, sizeof file_scenarios_possession_dpop_authorization__server_required_yaml},
  {"scenarios/possession/dpop/authorization-server/time.yaml", file_scenarios_possession_dpop_authorization__server_time_yaml, sizeof file_scenarios_possession_dpop_authorization__server_time_yaml},
  {"scenarios/possession/dpop/authorization-server/token.yaml", file_scenarios_possession_dpop_authorization__server_token_yaml, sizeof file_scenarios_possession_dpop_authorization__server_token_yaml},
  {"scenarios/possession/dpop/authorization-server/userinfo.yaml", file_scenarios_possession_dpop_authorization__server_userinfo_yaml, sizeof file_scenarios_possession_dpop_authorization__server_userinfo_yaml},
  {"scenarios/possession/dpop/resource-server/challenge.yaml", file_scenarios_possession_dpop_resource__server_challenge_yaml, sizeof file_scenarios_possession_dpop_resource__server_challenge_yaml},
  {"scenarios/possession/dpop/resource-server/confirmation.yaml", file_scenarios_possession_dpop_resource__server_confirmation_yaml, sizeof file_scenarios_possession_dpop_resource__server_confirmation_yaml},
  {"scenarios/possession/dpop/resource-server/expiry.yaml", file_scenarios_possession_dpop_resource__server_expiry_yaml, sizeof file_scenarios_possession_dpop_resource__server_expiry_yaml},
  {"scenarios/possession/dpop/resource-server/key-address.yaml", file_scenarios_possession_dpop_resource__server_key__address_yaml, sizeof file_scenarios_possession_dpop_resource__server_key__address_yaml},
  {"scenarios/possession/dpop/resource-server/nonce.yaml", file_scenarios_possession_dpop_resource__server_nonce_yaml, sizeof file_scenarios_possession_dpop_resource__server_nonce_yaml},
  {"scenarios/possession/dpop/resource-server/prepared.yaml", file_scenarios_possession_dpop_resource__server_prepared_yaml, sizeof file_scenarios_possession_dpop_resource__server_prepared_yaml},
  {"scenarios/possession/dpop/resource-server/proof.yaml", file_scenarios_possession_dpop_resource__server_proof_yaml, sizeof file_scenarios_possession_dpop_resource__server_proof_yaml},
  {"scenarios/possession/dpop/resource-server/replay.yaml", file_scenarios_possession_dpop_resource__server_replay_yaml, sizeof file_scenarios_possession_dpop_resource__server_replay_yaml},
  {"scenarios/possession/dpop/resource-server/request.yaml", file_scenarios_possession_dpop_resource__server_request_yaml, sizeof file_scenarios_possession_dpop_resource__server_request_yaml},
  {"scenarios/possession/dpop/resource-server/step-up.yaml", file_scenarios_possession_dpop_resource__server_step__up_yaml, sizeof file_scenarios_possession_dpop_resource__server_step__up_yaml},
  {"scenarios/possession/dpop/resource-server/time.yaml", file_scenarios_possession_dpop_resource__server_time_yaml, sizeof file_scenarios_possession_dpop_resource__server_time_yaml},
  {"scenarios/possession/dpop/resource-server/token.yaml", file_scenarios_possession_dpop_resource__server_token_yaml, sizeof file_scenarios_possession_dpop_resource__server_token_yaml},
  {"scenarios/possession/signature/algorithm.yaml", file_scenarios_possession_signature_algorithm_yaml, sizeof file_scenarios_possession_signature_algorithm_yaml},
  {"scenarios/possession/signature/coverage.yaml", file_scenarios_possession_signature_coverage_yaml, sizeof file_scenarios_possession_signature_coverage_yaml},
  {"scenarios/possession/signature/parameters.yaml", file_scenarios_possession_signature_parameters_yaml, sizeof file_scenarios_possession_signature_parameters_yaml},
  {"scenarios/possession/signature/response.yaml", file_scenarios_possession_signature_response_yaml, sizeof file_scenarios_possession_signature_response_yaml},
  {"scenarios/possession/signature/structure.yaml", file_scenarios_possession_signature_structure_yaml, sizeof file_scenarios_possession_signature_structure_yaml},
  {"scenarios/possession/signature/tampering.yaml", file_scenarios_possession_signature_tampering_yaml, sizeof file_scenarios_possession_signature_tampering_yaml},
  {"scenarios/possession/transport/versions.yaml", file_scenarios_possession_transport_versions_yaml, sizeof file_scenarios_possession_transport_versions_yaml},
  {"scenarios/possession/workload/algorithm.yaml", file_scenarios_possession_workload_algorithm_yaml, sizeof file_scenarios_possession_workload_algorithm_yaml},
  {"scenarios/possession/workload/audience.yaml", file_scenarios_possession_workload_audience_yaml, sizeof file_scenarios_possession_workload_audience_yaml},
  {"scenarios/possession/workload/context.yaml", file_scenarios_possession_workload_context_yaml, sizeof file_scenarios_possession_workload_context_yaml},
  {"scenarios/possession/workload/exclusive.yaml", file_scenarios_possession_workload_exclusive_yaml, sizeof file_scenarios_possession_workload_exclusive_yaml},
  {"scenarios/possession/workload/identity-token.yaml", file_scenarios_possession_workload_identity__token_yaml, sizeof file_scenarios_possession_workload_identity__token_yaml},
  {"scenarios/possession/workload/key-address.yaml", file_scenarios_possession_workload_key__address_yaml, sizeof file_scenarios_possession_workload_key__address_yaml},
  {"scenarios/possession/workload/proof-token.yaml", file_scenarios_possession_workload_proof__token_yaml, sizeof file_scenarios_possession_workload_proof__token_yaml},
  {"scenarios/possession/workload/transaction.yaml", file_scenarios_possession_workload_transaction_yaml, sizeof file_scenarios_possession_workload_transaction_yaml},
  {"scenarios/revocation/confusion/at-the-server.yaml", file_scenarios_revocation_confusion_at__the__server_yaml, sizeof file_scenarios_revocation_confusion_at__the__server_yaml},
  {"scenarios/revocation/confusion/event.yaml", file_scenarios_revocation_confusion_event_yaml, sizeof file_scenarios_revocation_confusion_event_yaml},
  {"scenarios/revocation/confusion/kinds.yaml", file_scenarios_revocation_confusion_kinds_yaml, sizeof file_scenarios_revocation_confusion_kinds_yaml},
  {"scenarios/revocation/endpoint/access-token.yaml", file_scenarios_revocation_endpoint_access__token_yaml, sizeof file_scenarios_revocation_endpoint_access__token_yaml},
  {"scenarios/revocation/endpoint/bound-token.yaml", file_scenarios_revocation_endpoint_bound__token_yaml, sizeof file_scenarios_revocation_endpoint_bound__token_yaml},
  {"scenarios/revocation/endpoint/caller-authentication.yaml", file_scenarios_revocation_endpoint_caller__authentication_yaml, sizeof file_scenarios_revocation_endpoint_caller__authentication_yaml},
  {"scenarios/revocation/endpoint/foreign-access-token.yaml", file_scenarios_revocation_endpoint_foreign__access__token_yaml, sizeof file_scenarios_revocation_endpoint_foreign__access__token_yaml},
  {"scenarios/revocation/endpoint/foreign-refresh-token.yaml", file_scenarios_revocation_endpoint_foreign__refresh__token_yaml, sizeof file_scenarios_revocation_endpoint_foreign__refresh__token_yaml},
  {"scenarios/revocation/endpoint/hints.yaml", file_scenarios_revocation_endpoint_hints_yaml, sizeof file_scenarios_revocation_endpoint_hints_yaml},
  {"scenarios/revocation/endpoint/metadata.yaml", file_scenarios_revocation_endpoint_metadata_yaml, sizeof file_scenarios_revocation_endpoint_metadata_yaml},
  {"scenarios/revocation/endpoint/other-kinds.yaml", file_scenarios_revocation_endpoint_other__kinds_yaml, sizeof file_scenarios_revocation_endpoint_other__kinds_yaml},
  {"scenarios/revocation/endpoint/public-client.yaml", file_scenarios_revocation_endpoint_public__client_yaml, sizeof file_scenarios_revocation_endpoint_public__client_yaml},
  {"scenarios/revocation/endpoint/race.yaml", file_scenarios_revocation_endpoint_race_yaml, sizeof file_scenarios_revocation_endpoint_race_yaml},
  {"scenarios/revocation/endpoint/refresh-token-hint.yaml", file_scenarios_revocation_endpoint_refresh__token__hint_yaml, sizeof file_scenarios_revocation_endpoint_refresh__token__hint_yaml},
  {"scenarios/revocation/endpoint/refresh-token.yaml", file_scenarios_revocation_endpoint_refresh__token_yaml, sizeof file_scenarios_revocation_endpoint_refresh__token_yaml},
  {"scenarios/revocation/endpoint/request-form.yaml", file_scenarios_revocation_endpoint_request__form_yaml, sizeof file_scenarios_revocation_endpoint_request__form_yaml},
  {"scenarios/revocation/endpoint/rotated.yaml", file_scenarios_revocation_endpoint_rotated_yaml, sizeof file_scenarios_revocation_endpoint_rotated_yaml},
  {"scenarios/revocation/endpoint/unknown-token.yaml", file_scenarios_revocation_endpoint_unknown__token_yaml, sizeof file_scenarios_revocation_endpoint_unknown__token_yaml},
  {"scenarios/revocation/exchange/after-revocation.yaml", file_scenarios_revocation_exchange_after__revocation_yaml, sizeof file_scenarios_revocation_exchange_after__revocation_yaml},
  {"scenarios/revocation/grant/refresh-reuse.yaml", file_scenarios_revocation_grant_refresh__reuse_yaml, sizeof file_scenarios_revocation_grant_refresh__reuse_yaml},
  {"scenarios/revocation/introspection/active.yaml", file_scenarios_revocation_introspection_active_yaml, sizeof file_scenarios_revocation_introspection_active_yaml},
  {"scenarios/revocation/introspection/asking-resource.yaml", file_scenarios_revocation_introspection_asking__resource_yaml, sizeof file_scenarios_revocation_introspection_asking__resource_yaml},
  {"scenarios/revocation/introspection/caller.yaml", file_scenarios_revocation_introspection_caller_yaml, sizeof file_scenarios_revocation_introspection_caller_yaml},
  {"scenarios/revocation/introspection/cross-resource.yaml", file_scenarios_revocation_introspection_cross__resource_yaml, sizeof file_scenarios_revocation_introspection_cross__resource_yaml},
  {"scenarios/revocation/introspection/delegation.yaml", file_scenarios_revocation_introspection_delegation_yaml, sizeof file_scenarios_revocation_introspection_delegation_yaml},
  {"scenarios/revocation/introspection/equivalence.yaml", file_scenarios_revocation_introspection_equivalence_yaml, sizeof file_scenarios_revocation_introspection_equivalence_yaml},
  {"scenarios/revocation/introspection/expiry.yaml", file_scenarios_revocation_introspection_expiry_yaml, sizeof file_scenarios_revocation_introspection_expiry_yaml},
  {"scenarios/revocation/introspection/foreign-server.yaml", file_scenarios_revocation_introspection_foreign__server_yaml, sizeof file_scenarios_revocation_introspection_foreign__server_yaml},
  {"scenarios/revocation/introspection/hints.yaml", file_scenarios_revocation_introspection_hints_yaml, sizeof file_scenarios_revocation_introspection_hints_yaml},
  {"scenarios/revocation/introspection/inactive.yaml", file_scenarios_revocation_introspection_inactive_yaml, sizeof file_scenarios_revocation_introspection_inactive_yaml},
  {"scenarios/revocation/introspection/request-form.yaml", file_scenarios_revocation_introspection_request__form_yaml, sizeof file_scenarios_revocation_introspection_request__form_yaml},
  {"scenarios/revocation/introspection/signed.yaml", file_scenarios_revocation_introspection_signed_yaml, sizeof file_scenarios_revocation_introspection_signed_yaml},
  {"scenarios/revocation/propagation/recovery.yaml", file_scenarios_revocation_propagation_recovery_yaml, sizeof file_scenarios_revocation_propagation_recovery_yaml},
  {"scenarios/revocation/propagation/warm-cache.yaml", file_scenarios_revocation_propagation_warm__cache_yaml, sizeof file_scenarios_revocation_propagation_warm__cache_yaml},
  {"scenarios/revocation/receiver/accepts-valid.yaml", file_scenarios_revocation_receiver_accepts__valid_yaml, sizeof file_scenarios_revocation_receiver_accepts__valid_yaml},
  {"scenarios/revocation/receiver/account-disabled.yaml", file_scenarios_revocation_receiver_account__disabled_yaml, sizeof file_scenarios_revocation_receiver_account__disabled_yaml},
  {"scenarios/revocation/receiver/assurance.yaml", file_scenarios_revocation_receiver_assurance_yaml, sizeof file_scenarios_revocation_receiver_assurance_yaml},
  {"scenarios/revocation/receiver/claims-change.yaml", file_scenarios_revocation_receiver_claims__change_yaml, sizeof file_scenarios_revocation_receiver_claims__change_yaml},
  {"scenarios/revocation/receiver/compliance.yaml", file_scenarios_revocation_receiver_compliance_yaml, sizeof file_scenarios_revocation_receiver_compliance_yaml},
  {"scenarios/revocation/receiver/credential-change.yaml", file_scenarios_revocation_receiver_credential__change_yaml, sizeof file_scenarios_revocation_receiver_credential__change_yaml},
  {"scenarios/revocation/receiver/critical.yaml", file_scenarios_revocation_receiver_critical_yaml, sizeof file_scenarios_revocation_receiver_critical_yaml},
  {"scenarios/revocation/receiver/duplicates.yaml", file_scenarios_revocation_receiver_duplicates_yaml, sizeof file_scenarios_revocation_receiver_duplicates_yaml},
  {"scenarios/revocation/receiver/one-token.yaml", file_scenarios_revocation_receiver_one__token_yaml, sizeof file_scenarios_revocation_receiver_one__token_yaml},
  {"scenarios/revocation/receiver/risk.yaml", file_scenarios_revocation_receiver_risk_yaml, sizeof file_scenarios_revocation_receiver_risk_yaml},
  {"scenarios/revocation/receiver/session-revoked.yaml", file_scenarios_revocation_receiver_session__revoked_yaml, sizeof file_scenarios_revocation_receiver_session__revoked_yaml},
  {"scenarios/revocation/receiver/subjects.yaml", file_scenarios_revocation_receiver_subjects_yaml, sizeof file_scenarios_revocation_receiver_subjects_yaml},
  {"scenarios/revocation/receiver/verification.yaml", file_scenarios_revocation_receiver_verification_yaml, sizeof file_scenarios_revocation_receiver_verification_yaml},
  {"scenarios/revocation/status-list/issuer.yaml", file_scenarios_revocation_status__list_issuer_yaml, sizeof file_scenarios_revocation_status__list_issuer_yaml},
  {"scenarios/revocation/status-list/resource.yaml", file_scenarios_revocation_status__list_resource_yaml, sizeof file_scenarios_revocation_status__list_resource_yaml},
  {"scenarios/revocation/transmitter/access.yaml", file_scenarios_revocation_transmitter_access_yaml, sizeof file_scenarios_revocation_transmitter_access_yaml},
  {"scenarios/revocation/transmitter/errors.yaml", file_scenarios_revocation_transmitter_errors_yaml, sizeof file_scenarios_revocation_transmitter_errors_yaml},
  {"scenarios/revocation/transmitter/events.yaml", file_scenarios_revocation_transmitter_events_yaml, sizeof file_scenarios_revocation_transmitter_events_yaml},
  {"scenarios/revocation/transmitter/isolation.yaml", file_scenarios_revocation_transmitter_isolation_yaml, sizeof file_scenarios_revocation_transmitter_isolation_yaml},
  {"scenarios/revocation/transmitter/metadata.yaml", file_scenarios_revocation_transmitter_metadata_yaml, sizeof file_scenarios_revocation_transmitter_metadata_yaml},
  {"scenarios/revocation/transmitter/poll.yaml", file_scenarios_revocation_transmitter_poll_yaml, sizeof file_scenarios_revocation_transmitter_poll_yaml},
  {"scenarios/revocation/transmitter/retry.yaml", file_scenarios_revocation_transmitter_retry_yaml, sizeof file_scenarios_revocation_transmitter_retry_yaml},
  {"scenarios/revocation/transmitter/revocation.yaml", file_scenarios_revocation_transmitter_revocation_yaml, sizeof file_scenarios_revocation_transmitter_revocation_yaml},
  {"scenarios/revocation/transmitter/status.yaml", file_scenarios_revocation_transmitter_status_yaml, sizeof file_scenarios_revocation_transmitter_status_yaml},
  {"scenarios/revocation/transmitter/stream-updated.yaml", file_scenarios_revocation_transmitter_stream__updated_yaml, sizeof file_scenarios_revocation_transmitter_stream__updated_yaml},
  {"scenarios/revocation/transmitter/stream.yaml", file_scenarios_revocation_transmitter_stream_yaml, sizeof file_scenarios_revocation_transmitter_stream_yaml},
  {"scenarios/revocation/transmitter/subjects.yaml", file_scenarios_revocation_transmitter_subjects_yaml, sizeof file_scenarios_revocation_transmitter_subjects_yaml},
  {"scenarios/revocation/transmitter/tls.yaml", file_scenarios_revocation_transmitter_tls_yaml, sizeof file_scenarios_revocation_transmitter_tls_yaml},
  {"scenarios/revocation/transmitter/untrusted.yaml", file_scenarios_revocation_transmitter_untrusted_yaml, sizeof file_scenarios_revocation_transmitter_untrusted_yaml},
  {"scenarios/revocation/transmitter/verification.yaml", file_scenarios_revocation_transmitter_verification_yaml, sizeof file_scenarios_revocation_transmitter_verification_yaml},
  {"schema/capabilities.schema.json", file_schema_capabilities_schema_json, sizeof file_schema_capabilities_schema_json},
  {"schema/expectations.schema.json", file_schema_expectations_schema_json, sizeof file_schema_expectations_schema_json},
  {"schema/pair-report.schema.json", file_schema_pair__report_schema_json, sizeof file_schema_pair__report_schema_json},
  {"schema/pair.schema.json", file_schema_pair_schema_json, sizeof file_schema_pair_schema_json},
  {"schema/report.schema.json", file_schema_report_schema_json, sizeof file_schema_report_schema_json},
  {"schema/roles.schema.json", file_schema_roles_schema_json, sizeof file_schema_roles_schema_json},
  {"schema/scenario.schema.json", file_schema_scenario_schema_json, sizeof file_schema_scenario_schema_json},
  {"schema/target.schema.json", file_schema_target_schema_json, sizeof file_schema_target_schema_json},
  {"targets/spire/target.yaml", file_targets_spire_target_yaml, sizeof file_targets_spire_target_yaml},
};
const size_t aims_vectors_count = sizeof aims_vectors / sizeof aims_vectors[0];
