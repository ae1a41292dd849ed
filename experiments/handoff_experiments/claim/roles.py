"""Which policy plays which part in the claim test."""

from pydantic import BaseModel, ConfigDict, Field


class Roles(BaseModel):
    """Names of policies: two by two of tools and incentives, what the paper says is not enough, and the yardstick."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    neither: str = "phone_book"
    tools: str = "tools_only"
    incentives: str = "contract_club"
    both: str = "enforceable_trust"
    yardstick: str = "frictionless"
    not_enough: tuple[str, ...] = Field(default=(), description="Directories, branding, quote buttons (F4)")

    def asked(self, arms: tuple[str, ...]) -> tuple[str, ...]:
        """The arms that the claim is judged by: all but the world without a network and the yardstick."""
        return tuple(arm for arm in arms if arm not in (self.neither, self.yardstick))
