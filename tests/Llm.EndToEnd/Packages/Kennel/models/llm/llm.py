import os
import subprocess
import time

from dify_plugin.models import InvokeRateLimitError, LargeLanguageModel


class KennelLanguageModel(LargeLanguageModel):
    def _invoke(self, model, credentials, prompt_messages, model_parameters, tools, stop, stream):
        said = prompt_messages[-1]["content"]
        if said == "too much":
            raise InvokeRateLimitError("[models] Rate Limit Error, one bark at a time")
        if said == "hang":
            child = subprocess.Popen(["sleep", "300"])
            with open("ids.new", "w") as file:
                file.write(str(os.getpid()) + " " + str(child.pid))
            os.rename("ids.new", "ids")
            yield "Hel", None
            time.sleep(300)
        yield "Woof: ", None
        yield said, None
        yield " at " + str(model_parameters.get("temperature")), None
        yield "", "stop"
