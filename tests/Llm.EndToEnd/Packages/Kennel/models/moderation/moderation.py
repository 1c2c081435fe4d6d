from dify_plugin.models import ModerationModel


class KennelModerationModel(ModerationModel):
    def _invoke(self, model, credentials, text):
        return "cat" in text
