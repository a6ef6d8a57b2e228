"""Draws the maps, charts and compositions of flags of the question bank; standard library only.

`quiz/bank/pictures/outlines.json` holds outlines of land from Natural Earth 1:50m (public domain), simplified, in
hundredths of a degree; the course of the Mekong in it is a sketch of our own. The flags flag-01 to flag-11 come from
the package flag-icons (LICENSES/flag-icons.txt) and are not drawn here; pictures of several flags are put together
from those files. Every map that shows Biển Đông (the East Sea) marks the islands of Hoàng Sa and Trường Sa in Viet
Nam's colour; no line is drawn at sea; land beyond the member states is one plain shape without borders.
"""
