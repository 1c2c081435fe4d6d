from dify_plugin import ModelProvider
from dify_plugin.models import CredentialsValidateFailedError


class KennelProvider(ModelProvider):
    def validate_provider_credentials(self, credentials):
        if not credentials["api_key"].startswith("sk-good"):
            raise CredentialsValidateFailedError("The key " + credentials["api_key"] + " opens no kennel")
