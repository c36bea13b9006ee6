"""Words nobody could have guessed, from a seed. Knows no other chance."""

from __future__ import annotations

import random

__all__ = ["generator", "triple"]

# Common, friendly, 3 to 8 letters, none a category, a form field or a word of the app.
WORDS = tuple(
    """
    acorn amber anchor apple apron arrow aspen autumn badger bamboo basil beaver birch
    bison blossom bramble breeze bronze brook bucket butter button cactus candle canyon
    caramel carbon castle cedar cherry chess cider cinder citrus clay cliff clover
    cobalt comet copper coral cotton cricket crystal dahlia daisy delta denim desert
    dragon dune eagle ebony ember engine fable falcon feather fennel ferry fiddle finch
    fjord flint flute forest fossil fox galaxy garden garnet ginger glacier globe
    granite grape gravel grove guitar hammer harbor hazel heron hickory hollow honey
    island ivory jacket jasmine jigsaw juniper kayak kettle kiwi lagoon lantern laurel
    lava lemon lentil lilac linen lobster lotus magnet mango maple marble marmot meadow
    melon mint monsoon mosaic mussel nectar needle nickel nimbus nutmeg oasis ocean
    olive onyx opal orchid otter oyster paddle panda papaya parrot pebble pepper piano
    pigeon pillow pine planet plum pollen pony poplar prairie pumpkin puzzle quartz
    quill rabbit radish raven ribbon river rocket rosemary ruby saffron sage salmon
    sandal sapphire scarlet sesame shadow silver sparrow spruce squirrel stone summit
    sunset swallow teapot thistle thunder tiger timber topaz tulip tundra turnip turtle
    umber valley vanilla velvet violet walnut walrus waffle willow winter wombat yarrow
    zebra zephyr zinnia
    """.split()
)


def generator(seed: int, name: str) -> random.Random:
    """The generator of one check: the same for the same seed, whatever else is run."""
    return random.Random(f"{seed}:{name}")


def triple(source: random.Random) -> str:
    """Three different words such as "ginger-hazel-dahlia": one of about 8 million."""
    return "-".join(source.sample(WORDS, 3))
